import type { Statements } from './write-marks';

/** Keeps what this process has under way reserved for it; returns the job keys that are still its own. */
export async function renewLeases(
  on: Statements,
  jobKeys: readonly string[],
  owner: string,
  leaseMs: number,
): Promise<Set<string>> {
  if (jobKeys.length === 0) return new Set();
  const rows = (await on.query(
    `WITH renewed AS (
       UPDATE partitura.inbox SET lease_until = now() + $3::float8 * interval '1 millisecond'
       WHERE job_key = ANY ($1::bigint[]) AND owner = $2 AND lease_until IS NOT NULL
       RETURNING job_key)
     SELECT job_key FROM renewed`,
    [jobKeys, owner, leaseMs],
  )) as { job_key: string }[];
  return new Set(rows.map((row) => row.job_key));
}

/** Lets others take over at once what this process leaves behind. */
export async function releaseLeases(on: Statements, owner: string): Promise<void> {
  await on.query(
    `UPDATE partitura.inbox SET lease_until = now() WHERE owner = $1 AND lease_until IS NOT NULL`,
    [owner],
  );
}
