import { type GroupMember } from '../assign-partitions';
import { type Connection } from '../connection';

export interface Membership {
  readonly id: string;
  readonly group: string;
  readonly topics: readonly number[];
  /** Without a beat for so long a member is dead. */
  readonly sessionTimeoutMs: number;
}

/** Says that this member lives; answers all live members of its group, itself among them. */
export async function beat(connection: Connection, member: Membership): Promise<GroupMember[]> {
  return connection.query<{ id: string; topics: number[] }>({
    name: 'beat',
    // The database's clock alone: those of the members may differ.
    text: `WITH me AS (
             INSERT INTO partitura_bus.member (id, consumer_group, topics, seen_at)
             VALUES ($1, $2, $3, clock_timestamp())
             ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at
             RETURNING id, topics
           )
           SELECT id, topics FROM me
           UNION ALL
           SELECT id, topics FROM partitura_bus.member
            WHERE consumer_group = $2 AND id <> $1
              AND seen_at > clock_timestamp() - $4 * interval '1 ms'`,
    values: [member.id, member.group, member.topics, member.sessionTimeoutMs],
  });
}

/** Live members of a group. */
export async function countMembers(
  connection: Connection,
  group: string,
  sessionTimeoutMs: number,
): Promise<number> {
  const [row] = await connection.query<{ count: number }>({
    text: `SELECT count(*)::int AS count FROM partitura_bus.member
            WHERE consumer_group = $1 AND seen_at > clock_timestamp() - $2 * interval '1 ms'`,
    values: [group, sessionTimeoutMs],
  });
  return row?.count ?? 0;
}

/** Forgets a member that leaves. */
export async function removeMember(connection: Connection, id: string): Promise<void> {
  await connection.query({ text: 'DELETE FROM partitura_bus.member WHERE id = $1', values: [id] });
}
