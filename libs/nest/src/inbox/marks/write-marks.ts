/** A mark to write: an answer, or a job that takes longer than its batch. */
export interface NewMark {
  readonly jobKey: string;
  readonly sagaId: string;
  readonly attempt: number;
  readonly state: 'running' | 'done';
  /** JSON of the `JobAnswer`; null while running. */
  readonly answer: string | null;
  readonly completed: boolean;
  readonly replyTo: string;
  readonly trace: string | null;
  /** false: nobody but the sweeper would publish the answer after a crash. */
  readonly published: boolean;
  /** JSON of the record, while running. */
  readonly command: string | null;
}

/** Whatever runs a statement: a data source, or a transaction's query runner. */
export interface Statements {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/**
 * Writes all marks in one statement, which is its own transaction unless `on` has one. Returns the job keys written.
 *
 * P1, P6: a mark that meanwhile says otherwise (withdrawn, answered, begun elsewhere) stays as it is, and its key is
 * missing from the result.
 */
export async function writeMarks(
  on: Statements,
  marks: readonly NewMark[],
  owner: string,
  leaseMs: number,
): Promise<Set<string>> {
  if (marks.length === 0) return new Set();
  const rows = (await on.query(statement, [
    marks.map((mark) => mark.jobKey),
    marks.map((mark) => mark.sagaId),
    marks.map((mark) => mark.attempt),
    marks.map((mark) => mark.state),
    marks.map((mark) => mark.answer),
    marks.map((mark) => mark.completed),
    marks.map((mark) => mark.replyTo),
    marks.map((mark) => mark.trace),
    marks.map((mark) => mark.published),
    marks.map((mark) => mark.command),
    owner,
    leaseMs,
  ])) as { job_key: string }[];
  return new Set(rows.map((row) => row.job_key));
}

// Ordered by key, so that two instances with the same rows in hand lock them in the same order.
const statement = `
INSERT INTO partitura.inbox AS mark
  (job_key, saga_id, attempt, state, answer, completed, reply_to, trace, published, command, owner, lease_until)
SELECT job_key, saga_id, attempt, state, answer, completed, reply_to, trace, published, command,
       CASE WHEN state = 'running' THEN $11::uuid END,
       CASE WHEN state = 'running' THEN now() + $12::float8 * interval '1 millisecond' END
FROM unnest($1::bigint[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[],
            $9::boolean[], $10::text[])
     AS new (job_key, saga_id, attempt, state, answer, completed, reply_to, trace, published, command)
ORDER BY job_key
ON CONFLICT (job_key) DO UPDATE SET
  attempt = EXCLUDED.attempt, state = EXCLUDED.state, answer = EXCLUDED.answer, completed = EXCLUDED.completed,
  reply_to = EXCLUDED.reply_to, trace = EXCLUDED.trace, published = EXCLUDED.published, command = EXCLUDED.command,
  owner = EXCLUDED.owner, lease_until = EXCLUDED.lease_until, updated_at = now()
WHERE mark.state <> 'withdrawn'
  AND (mark.attempt < EXCLUDED.attempt
       OR (mark.attempt = EXCLUDED.attempt AND mark.state = 'running' AND EXCLUDED.state = 'done'))
RETURNING mark.job_key`;
