import type { JobRequest } from '@partitura/runtime';
import type { DataSource, EntityManager } from 'typeorm';
import { BusinessError } from '../handlers/business-error';
import type { HandlerEntry } from '../handlers/handler-entry';
import { TaskContext, type AttemptResources } from '../handlers/task-context';
import type { InboxMetrics } from './inbox-metrics';
import { invokeHandler } from './invoke-handler';
import { JobSpans, type TracedJob } from './job-spans';
import { LazyTransaction, TransactionClosedError } from './lazy-transaction';
import type { Statements } from './marks/write-marks';
import { failureOutcome, type JobOutcome } from './outcome';

export interface Job extends TracedJob {
  readonly entry: HandlerEntry;
  /**
   * Writes the outcome inside the job's own transaction. False: the database says otherwise by now (withdrawn,
   * answered elsewhere), and the transaction is rolled back.
   */
  readonly record: (on: Statements, outcome: JobOutcome, trace: string | undefined) => Promise<boolean>;
}

export type RunResult =
  /** `committed`: rows and mark are in the database; else the mark is still to be written. */
  | {
      readonly kind: 'outcome';
      readonly outcome: JobOutcome;
      readonly trace?: string;
      readonly committed: boolean;
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
  private ended?: string;
  private finish!: (result: RunResult) => void;

  constructor(
    readonly job: Job,
    private readonly dataSource: DataSource,
    private readonly metrics: InboxMetrics,
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

  /** The handler is told by its signal; its rows are rolled back, its answer is dropped. */
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
    if (!this.over) this.end('it has ended', await this.settle(outcome, keepRows));
  }

  private async settle(outcome: JobOutcome, keepRows: boolean): Promise<RunResult> {
    const trace = this.spans?.traceparent;
    const transaction = this.ownTransaction;
    if (transaction === undefined) return { kind: 'outcome', outcome, trace, committed: false };
    if (!transaction.used || !keepRows) {
      await transaction.rollback('the handler has ended');
      return { kind: 'outcome', outcome, trace, committed: false };
    }
    try {
      // P2: rows, mark and reply in one commit.
      if (!(await this.job.record(transaction, outcome, trace))) {
        await transaction.rollback('the job has been withdrawn or answered elsewhere');
        return { kind: 'overtaken' };
      }
      await transaction.commit();
      return { kind: 'outcome', outcome, trace, committed: true };
    } catch (error) {
      await transaction.rollback('its commit failed');
      return { kind: 'outcome', outcome: failureOutcome(error), trace, committed: false };
    }
  }

  private end(reason: string, result: RunResult): void {
    if (this.over) return;
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
