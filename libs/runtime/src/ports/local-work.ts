import type { JobAnswer, JobRequest } from '../messages';

/**
 * The tasks that a host does itself: those of the participants whose service it is. No command crosses the bus; what a
 * handler writes, the step that its answer leads to and the messages that leave commit in one transaction.
 */
export interface LocalWork<Transaction = unknown> {
  /** Names of the participants whose handlers are in this process. */
  readonly participants: ReadonlySet<string>;
  /**
   * Begins jobs; returns at once, each job is answered in its own time. The step that asks for one may still be waiting for its
   * commit: it is the transaction of the answer that holds both, and a step that is decided again asks by the same idempotency key.
   */
  take(jobs: readonly LocalJob<Transaction>[]): void;
  /** These jobs are not wanted any more: whoever runs one may stop; its answer will be refused. */
  withdraw(idempotencyKeys: readonly string[]): void;
}

export interface LocalJob<Transaction = unknown> {
  readonly sagaId: string;
  readonly participant: string;
  /** As a command on the bus would carry it. */
  readonly request: JobRequest;
  /** W3C traceparent of the step that asked for it. */
  readonly traceparent?: string;
  /**
   * Gives the answer. Without a transaction it is committed with others: in the batch that asks for the job when it comes before
   * that has to wait for anything, else in a later one. With the handler's own open transaction
   * the step is written into it, once the asking one is committed, and whoever opened it commits it and then calls `committed`, or `rolledBack`. `refused`: the job
   * was withdrawn or answered before (P1, P6): roll back. Rejects when the store is away.
   */
  answer(outcome: JobAnswer['outcome'], transaction?: Transaction): Promise<LocalAnswer>;
}

export type LocalAnswer =
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'taken';
      /** With a transaction: it is committed; messages leave and the next jobs begin. */
      committed(): void;
      /** With a transaction: it is not. */
      rolledBack(): void;
    };
