import { markColumns, type Mark } from './mark';
import type { Statements } from './write-marks';

/** Answers and acknowledgements that were committed a while ago and have not left. */
export async function readUnpublished(on: Statements, olderThanMs: number, limit: number): Promise<Mark[]> {
  return (await on.query(
    `SELECT ${markColumns} FROM partitura.inbox
     WHERE NOT published AND updated_at < now() - $1::float8 * interval '1 millisecond'
     ORDER BY updated_at LIMIT $2`,
    [olderThanMs, limit],
  )) as Mark[];
}

export async function setPublished(on: Statements, jobKeys: readonly string[]): Promise<void> {
  if (jobKeys.length === 0) return;
  await on.query(
    `UPDATE partitura.inbox SET published = true WHERE job_key = ANY ($1::bigint[]) AND NOT published`,
    [jobKeys],
  );
}
