import { type TopicPartition } from '../assign-partitions';
import { type Connection } from '../connection';
import { type Membership } from './beat';

/** Last read row of each producer. */
export type Positions = Map<number, number>;

export interface Claim extends TopicPartition {
  readonly positions: Positions;
}

/** Takes those partitions which nobody alive owns; answers what it got, with the positions the last owner left. */
export async function claimPartitions(
  connection: Connection,
  member: Membership,
  wanted: readonly TopicPartition[],
): Promise<Claim[]> {
  const values = [member.group, wanted.map(({ topic }) => topic), wanted.map(({ partition }) => partition)];
  await connection.query({
    text: `INSERT INTO partitura_bus.claim (consumer_group, topic, partition)
           SELECT $1, wanted.topic, wanted.partition
             FROM unnest($2::int[], $3::smallint[]) AS wanted (topic, partition)
           ON CONFLICT DO NOTHING`,
    values,
  });
  const rows = await connection.query<{ topic: number; partition: number; positions: string }>({
    text: `UPDATE partitura_bus.claim SET owner = $4
             FROM unnest($2::int[], $3::smallint[]) AS wanted (topic, partition)
            WHERE claim.consumer_group = $1
              AND claim.topic = wanted.topic AND claim.partition = wanted.partition
              AND (claim.owner IS NULL OR NOT EXISTS (
                     SELECT FROM partitura_bus.member
                      WHERE member.id = claim.owner AND member.id <> $4
                        AND member.seen_at > clock_timestamp() - $5 * interval '1 ms'))
           RETURNING claim.topic, claim.partition, claim.positions`,
    values: [...values, member.id, member.sessionTimeoutMs],
  });
  return rows.map((row) => ({ ...row, positions: decodePositions(row.positions) }));
}

/**
 * Stores positions, and gives the partitions back if asked. Answers the partitions which still were this member's:
 * whoever was taken for dead finds the owner changed and moves nothing.
 */
export async function storePositions(
  connection: Connection,
  member: Membership,
  claims: readonly Claim[],
  { release }: { readonly release: boolean },
): Promise<TopicPartition[]> {
  return connection.query<{ topic: number; partition: number }>({
    name: 'store-positions',
    text: `UPDATE partitura_bus.claim
              SET positions = stored.positions, owner = CASE WHEN $6 THEN NULL ELSE owner END
             FROM unnest($2::int[], $3::smallint[], $4::text[]) AS stored (topic, partition, positions)
            WHERE claim.consumer_group = $1 AND claim.owner = $5
              AND claim.topic = stored.topic AND claim.partition = stored.partition
           RETURNING claim.topic, claim.partition`,
    values: [
      member.group,
      claims.map(({ topic }) => topic),
      claims.map(({ partition }) => partition),
      claims.map(({ positions }) => JSON.stringify(Object.fromEntries(positions))),
      member.id,
      release,
    ],
  });
}

export const decodePositions = (text: string): Positions =>
  new Map(
    Object.entries(JSON.parse(text) as Record<string, number>).map(([producer, seq]) => [
      Number(producer),
      seq,
    ]),
  );
