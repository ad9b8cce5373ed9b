import type { Statements } from './write-marks';

/** Records how a late undo ended; false when somebody else has recorded it, and this one must roll back. */
export async function finishUndo(
  on: Statements,
  jobKey: string,
  undo: 'done' | 'failed',
  message: string | null,
): Promise<boolean> {
  const rows = (await on.query(
    // A CTE: TypeORM wraps the rows of a plain UPDATE in a tuple with their number.
    `WITH finished AS (
       UPDATE partitura.inbox
       SET undo = $2, undo_message = $3, published = false, command = NULL, owner = NULL, lease_until = NULL,
           updated_at = now()
       WHERE job_key = $1 AND undo = 'due'
       RETURNING job_key)
     SELECT job_key FROM finished`,
    [jobKey, undo, message],
  )) as unknown[];
  return rows.length > 0;
}
