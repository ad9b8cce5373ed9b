import type { JobRequest } from '@partitura/runtime';
import type { DataSource, EntityManager } from 'typeorm';
import { BusinessError } from '../handlers/business-error';
import type { HandlerEntry } from '../handlers/handler-entry';
import { TaskContext, type AttemptResources } from '../handlers/task-context';
import { invokeHandler } from './invoke-handler';
import type { JobMetrics } from './job-metrics';
import { JobSpans, type TracedJob } from './job-spans';
import { LazyTransaction, TransactionClosedError } from './lazy-transaction';
import { failureOutcome, type JobOutcome } from './outcome';

export interface Job extends TracedJob {
  readonly entry: HandlerEntry;
  /**
   * Writes the outcome inside the job's own transaction. Undefined: the database says otherwise by now (withdrawn,
   * answered elsewhere), and the transaction is rolled back.
   */
  readonly record: (
    transaction: LazyTransaction,
    outcome: JobOutcome,
    trace: string | undefined,
  ) => Promise<Recorded | undefined>;
}

/** What a job's transaction has in it beside the handler's rows; told how the transaction ended. */
export interface Recorded {
  readonly committed?: () => void;
  readonly rolledBack?: () => void;
}

export type RunResult =
  /** `committed`: rows and mark are in the database; else the mark is still to be written. */
  | {
      readonly kind: 'outcome';
      readonly outcome: JobOutcome;
      readonly trace?: string;
      readonly committed: boolean;
      /** Why its transaction could not be committed; the outcome is a failure then. */
      readonly cause?: unknown;
    }
  /** Its transaction found another mark. */
  | { readonly kind: 'overtaken' }
  /** It was withdrawn, or the service stops: there is nothing to say. */
  | { readonly kind: 'abandoned' };

/** One run of a handler. It always ends: with the handler, or without it when it is aborted. */
export class JobRun implements AttemptResources {
  readonly finished: Promise<RunResult>;
  private readonly context: TaskContext;
  private readonly startedAt = performance.now();
  private spans?: JobSpans;
  private ownTransaction?: LazyTransaction;
  private controller?: AbortController;
  private deadlineTimer?: NodeJS.Timeout;
  private inGate = false;
  private recording = false;
  private ended?: string;
  private finish!: (result: RunResult) => void;

  constructor(
    readonly job: Job,
    private readonly dataSource: DataSource,
    private readonly metrics: JobMetrics,
  ) {
    this.context = new TaskContext(job.sagaId, job.request, this);
    this.finished = new Promise((resolve) => (this.finish = resolve));
  }

  get request(): JobRequest {
    return this.job.request;
  }

  /** Whether it has ended, with or without its handler. */
  get over(): boolean {
    return this.ended !== undefined;
  }

  get ageMs(): number {
    return performance.now() - this.startedAt;
  }

  get transaction(): EntityManager {
    if (this.ended !== undefined) throw new TransactionClosedError(this.ended);
    this.ownTransaction ??= LazyTransaction.of(this.dataSource);
    return this.ownTransaction.manager;
  }

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.ended !== undefined) this.controller.abort(new Error(this.ended));
      else this.watchDeadline();
    }
    return this.controller.signal;
  }

  start(): this {
    this.metrics.started(this);
    void this.run();
    return this;
  }

  /** Ends it at its deadline even if the handler does not. Not armed for the many that end within their batch. */
  watchDeadline(): void {
    if (this.request.deadline === undefined || this.deadlineTimer !== undefined || this.over) return;
    const left = Date.parse(this.request.deadline) - Date.now();
    this.deadlineTimer = setTimeout(
      () =>
        this.end('its deadline has passed', {
          kind: 'outcome',
          outcome: {
            kind: 'failed',
            message: `The handler did not end before its deadline ${this.request.deadline}.`,
          },
          trace: this.spans?.traceparent,
          committed: false,
        }),
      Math.min(Math.max(left, 0), 2 ** 31 - 1),
    );
  }

  /** The handler is told by its signal; its rows are rolled back, its answer is dropped. Too late once it is recorded. */
  abort(reason: string): void {
    this.end(reason, { kind: 'abandoned' });
  }

  private async run(): Promise<void> {
    const { gate } = this.job.entry;
    const turn = gate.enter();
    if (turn !== undefined) await turn;
    this.inGate = true;
    if (this.over) return this.leaveGate();
    this.spans = new JobSpans(this.job);
    let outcome: JobOutcome;
    let keepRows = true;
    try {
      outcome = await this.spans.run(() => invokeHandler(this.job.entry, this.context));
    } catch (error) {
      outcome = failureOutcome(error);
      keepRows = error instanceof BusinessError && error.commit;
    }
    if (this.over) return;
    const result = await this.settle(outcome, keepRows);
    this.recording = false;
    this.end('it has ended', result);
  }

  private async settle(outcome: JobOutcome, keepRows: boolean): Promise<RunResult> {
    const trace = this.spans?.traceparent;
    const transaction = this.ownTransaction;
    if (transaction === undefined) return { kind: 'outcome', outcome, trace, committed: false };
    if (!transaction.used || !keepRows) {
      await transaction.rollback('the handler has ended');
      return { kind: 'outcome', outcome, trace, committed: false };
    }
    let recorded: Recorded | undefined;
    try {
      // P2: rows and answer in one commit. From here on nobody may end it: a ROLLBACK between the statements of
      // whoever records would make the rest of them transactions of their own.
      this.recording = true;
      recorded = await this.job.record(transaction, outcome, trace);
      if (recorded === undefined) {
        await transaction.rollback('the job has been withdrawn or answered elsewhere');
        return { kind: 'overtaken' };
      }
      await transaction.commit();
    } catch (error) {
      await transaction.rollback('its commit failed');
      recorded?.rolledBack?.();
      return { kind: 'outcome', outcome: failureOutcome(error), trace, committed: false, cause: error };
    }
    recorded.committed?.();
    return { kind: 'outcome', outcome, trace, committed: true };
  }

  private end(reason: string, result: RunResult): void {
    if (this.over || this.recording) return;
    this.ended = reason;
    clearTimeout(this.deadlineTimer);
    this.leaveGate();
    const handlerIsThere = result.kind !== 'outcome' || reason !== 'it has ended';
    if (handlerIsThere) {
      this.controller?.abort(new Error(`Job ${this.request.jobKey}: ${reason}`));
      void this.ownTransaction?.rollback(reason);
    }
    const outcome =
      result.kind === 'outcome' ? result.outcome : { kind: 'abandoned' as const, message: reason };
    this.spans?.end(outcome);
    this.metrics.ended(this, outcome.kind);
    this.finish(result);
  }

  private leaveGate(): void {
    if (!this.inGate) return;
    this.inGate = false;
    this.job.entry.gate.leave();
  }
}
