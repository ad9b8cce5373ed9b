import type { Statements } from './write-marks';

export interface Tombstone {
  readonly jobKey: string;
  readonly sagaId: string;
  readonly attempt: number;
  readonly replyTo: string;
  /** JSON of the withdrawal's record, when it brings a handler; whoever undoes the work needs it. */
  readonly command: string | null;
}

export interface Withdrawn {
  readonly job_key: string;
  /** `due`: the job had completed, and the caller has the lease to undo it. */
  readonly undo: 'due' | null;
  /** traceparent of the work to undo. */
  readonly trace: string | null;
}

/**
 * Marks jobs as withdrawn. P6: what comes later finds the mark, what runs meanwhile cannot commit any more.
 *
 * Returns those that this statement withdrew; the others had been withdrawn before. An undo that failed becomes due
 * again: the withdrawal comes once more when a person resolves the incident.
 */
export async function writeTombstones(
  on: Statements,
  tombstones: readonly Tombstone[],
  owner: string,
  leaseMs: number,
): Promise<Map<string, Withdrawn>> {
  if (tombstones.length === 0) return new Map();
  const rows = (await on.query(statement, [
    tombstones.map((tombstone) => tombstone.jobKey),
    tombstones.map((tombstone) => tombstone.sagaId),
    tombstones.map((tombstone) => tombstone.attempt),
    tombstones.map((tombstone) => tombstone.replyTo),
    tombstones.map((tombstone) => tombstone.command),
    owner,
    leaseMs,
  ])) as Withdrawn[];
  return new Map(rows.map((row) => [row.job_key, row]));
}

const toUndo = `(mark.completed AND mark.state = 'done' OR mark.undo = 'failed') AND EXCLUDED.command IS NOT NULL`;

const statement = `
INSERT INTO partitura.inbox AS mark (job_key, saga_id, attempt, state, reply_to, command)
SELECT job_key, saga_id, attempt, 'withdrawn', reply_to, command
FROM unnest($1::bigint[], $2::text[], $3::integer[], $4::text[], $5::text[])
     AS new (job_key, saga_id, attempt, reply_to, command)
ORDER BY job_key
ON CONFLICT (job_key) DO UPDATE SET
  state = 'withdrawn', published = true, undo_message = NULL, updated_at = now(), reply_to = EXCLUDED.reply_to,
  undo = CASE WHEN ${toUndo} THEN 'due' END,
  command = CASE WHEN ${toUndo} THEN EXCLUDED.command END,
  owner = CASE WHEN ${toUndo} THEN $6::uuid END,
  lease_until = CASE WHEN ${toUndo} THEN now() + $7::float8 * interval '1 millisecond' END
WHERE mark.state <> 'withdrawn' OR mark.undo = 'failed'
RETURNING mark.job_key, mark.undo, mark.trace`;
