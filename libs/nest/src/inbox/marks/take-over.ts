import type { Statements } from './write-marks';

export interface Abandoned {
  readonly job_key: string;
  /** JSON of the record that asked for it. */
  readonly command: string;
  readonly trace: string | null;
}

/** Reserves jobs and undos whose process no longer renews their lease. */
export async function takeOver(
  on: Statements,
  owner: string,
  leaseMs: number,
  limit: number,
): Promise<Abandoned[]> {
  return (await on.query(
    // SKIP LOCKED: two sweepers share what is there instead of waiting for each other.
    `WITH taken AS (
       UPDATE partitura.inbox SET owner = $1, lease_until = now() + $2::float8 * interval '1 millisecond'
       WHERE job_key IN (
         SELECT job_key FROM partitura.inbox WHERE lease_until <= now()
         ORDER BY lease_until LIMIT $3 FOR UPDATE SKIP LOCKED)
       RETURNING job_key, command, trace)
     SELECT job_key, command, trace FROM taken`,
    [owner, leaseMs, limit],
  )) as Abandoned[];
}
