import type { LoggerService } from '@nestjs/common';
import { context } from '@opentelemetry/api';
import { storeError } from '@partitura/postgres';
import { backoffMs, type LocalJob, StoreUnavailableError } from '@partitura/runtime';
import { contextOf } from '@partitura/telemetry';
import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';
import type { HandlerEntry } from '../handlers/handler-entry';
import type { TaskRegistry } from '../handlers/task-registry';
import { asJson } from '../jobs/json';
import type { JobMetrics } from '../jobs/job-metrics';
import { JobRun, type Recorded } from '../jobs/job-run';
import type { LazyTransaction } from '../jobs/lazy-transaction';
import { type JobOutcome, unknownJobType } from '../jobs/outcome';
import { pause } from '../jobs/pause';

export interface HostedServices {
  readonly dataSource: DataSource;
  readonly registry: TaskRegistry;
  readonly metrics: JobMetrics;
  readonly log: LoggerService;
}

const longestPauseMs = 2_000;

/** One attempt of a job of the service's own engine, from its handler to the commit of its answer. */
export class HostedJob {
  /** Resolves when there is nothing left to do here. */
  readonly done: Promise<void>;
  private readonly stopped = new AbortController();
  private run?: JobRun;
  private failed?: string;

  constructor(
    private readonly job: LocalJob<ClientBase>,
    private readonly services: HostedServices,
    /** traceparent of the attempt before this one. */
    private readonly earlier?: string,
  ) {
    this.done = this.work();
  }

  get attempt(): number {
    return this.job.request.attempt;
  }

  /** traceparent of its handler, once that has failed. */
  get failedTrace(): string | undefined {
    return this.failed;
  }

  /** The handler is told by its signal, its rows are rolled back; an answer that is being committed stays. */
  stop(reason: string): void {
    this.stopped.abort(reason);
    this.run?.abort(reason);
  }

  private async work(): Promise<void> {
    const { registry, log } = this.services;
    const { jobType, jobKey } = this.job.request;
    const entry = registry.get(jobType);
    if (entry === undefined) {
      const outcome = unknownJobType(jobType, registry.jobTypes());
      log.error(outcome.message);
      return this.answer(outcome, this.job.traceparent);
    }
    for (let failures = 1; !this.stopped.signal.aborted; failures += 1) {
      this.run = this.start(entry);
      const result = await this.run.finished;
      if (result.kind !== 'outcome' || result.committed) return;
      if (result.outcome.kind === 'failed') this.failed = result.trace;
      if (!passes(result.cause)) return this.answer(result.outcome, result.trace);
      // Nothing of it is in the database, and the model's retries are for the work, not for the database.
      log.warn(`Job ${jobKey} could not be committed and is done again: ${(result.cause as Error).message}`);
      await pause(backoffMs(failures, longestPauseMs), this.stopped.signal);
    }
  }

  private start(entry: HandlerEntry): JobRun {
    const { request, sagaId, participant, traceparent } = this.job;
    const { dataSource, metrics } = this.services;
    return new JobRun(
      {
        entry,
        // What a handler does to its variables must not reach the engine's own state.
        request: { ...request, variables: asJson(request.variables, 'The job carries') },
        sagaId,
        participant,
        headers: { traceparent },
        earlier: this.failed ?? this.earlier,
        record: (transaction, outcome, trace) => this.record(transaction, outcome, trace),
      },
      dataSource,
      metrics,
    ).start();
  }

  /** P2: the engine writes the step that the answer leads to, and what leaves by it, beside the handler's rows. */
  private async record(
    transaction: LazyTransaction,
    outcome: JobOutcome,
    trace: string | undefined,
  ): Promise<Recorded | undefined> {
    const client = (await transaction.connect()) as ClientBase;
    const answer = await within(trace, () => this.job.answer(outcome, client));
    if (answer.kind === 'taken') return answer;
    this.note(answer.reason);
    return undefined;
  }

  /** Outside of a transaction, again until it is taken: the engine waits for it, and the work is not repeated for that. */
  private async answer(outcome: JobOutcome, trace: string | undefined): Promise<void> {
    for (let failures = 1; !this.stopped.signal.aborted; failures += 1)
      try {
        const answer = await within(trace, () => this.job.answer(outcome));
        if (answer.kind === 'refused') this.note(answer.reason);
        return;
      } catch (error) {
        if (failures === 1)
          this.services.log.warn(
            `The answer of job ${this.job.request.jobKey} is kept and given again: ${(error as Error).message}`,
          );
        await pause(backoffMs(failures, longestPauseMs), this.stopped.signal);
      }
  }

  /** P1, P6: it was withdrawn or answered before. */
  private note(reason: string): void {
    this.services.log.debug?.(`The answer of job ${this.job.request.jobKey} was refused: ${reason}`);
  }
}

/** What the answer leads to belongs to the handler's trace. */
const within = <T>(traceparent: string | undefined, work: () => T): T =>
  context.with(contextOf({ traceparent }), work);

const passes = (error: unknown): boolean =>
  error !== undefined && storeError(error) instanceof StoreUnavailableError;
