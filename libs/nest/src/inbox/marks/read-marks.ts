import type { DataSource } from 'typeorm';
import { markColumns, type Mark } from './mark';

/** The marks of these jobs, by job key. */
export async function readMarks(
  dataSource: DataSource,
  jobKeys: readonly string[],
): Promise<Map<string, Mark>> {
  if (jobKeys.length === 0) return new Map();
  const rows = await dataSource.query<Mark[]>(
    `SELECT ${markColumns} FROM partitura.inbox WHERE job_key = ANY ($1::bigint[])`,
    [jobKeys],
  );
  return new Map(rows.map((mark) => [mark.job_key, mark]));
}
