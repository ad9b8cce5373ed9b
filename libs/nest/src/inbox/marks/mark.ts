/** What the inbox remembers of a job, as `partitura.inbox` holds it. */
export interface Mark {
  /** bigint, as text. */
  readonly job_key: string;
  readonly saga_id: string;
  readonly attempt: number;
  readonly state: 'running' | 'done' | 'withdrawn';
  /** JSON of the `JobAnswer`. */
  readonly answer: string | null;
  readonly reply_to: string;
  readonly trace: string | null;
  readonly undo: 'due' | 'done' | 'failed' | null;
  readonly undo_message: string | null;
}

export const markColumns = 'job_key, saga_id, attempt, state, answer, reply_to, trace, undo, undo_message';
