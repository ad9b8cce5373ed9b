import type { Statements } from './write-marks';

/** Deletes marks so old that no redelivery can come any more. */
export async function forgetMarks(on: Statements, days: number, limit: number): Promise<void> {
  await on.query(
    // In portions, so that no statement holds locks for long.
    `DELETE FROM partitura.inbox WHERE job_key IN (
       SELECT job_key FROM partitura.inbox
       WHERE updated_at < now() - $1::float8 * interval '1 day' AND published AND lease_until IS NULL
       LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [days, limit],
  );
}
