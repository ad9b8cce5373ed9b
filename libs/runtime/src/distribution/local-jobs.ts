import { trace } from '@opentelemetry/api';
import { traceparentOf } from '@partitura/telemetry';
import type { Logger } from '../logger';
import type { Input, Outcome } from '../loop/input';
import type { BatchRunner } from '../loop/batch-runner';
import type { InputQueue } from '../loop/input-queue';
import { commandOf } from '../inputs/read-answer';
import type { JobAnswer, JobRequest } from '../messages';
import type { LocalAnswer, LocalJob, LocalWork } from '../ports/local-work';
import { Repeat } from '../repeat';

/** A local job that a step has asked for. */
export interface LocalRequest {
  readonly sagaId: string;
  readonly participant: string;
  readonly request: JobRequest;
  /** Local id. */
  readonly job: number;
  readonly traceparent?: string;
}

export interface LocalJobParts {
  readonly work: LocalWork;
  readonly queue: InputQueue;
  /** The runner of the loop, once there is one. */
  readonly runner: () => BatchRunner;
  readonly clock: () => number;
  readonly leaseMs: number;
  readonly logger: Logger;
}

/** Whoever does a job says so when a third of its lease is over; that is looked at twice as often. */
const LOOKS_PER_LEASE = 6;

interface Held {
  readonly job: LocalRequest;
  /** Epoch ms. */
  until: number;
}

/** Hands local jobs to whoever does them, and their answers to the loop. */
export class LocalJobs {
  /** Jobs that this process is at, as `<job key>/<attempt>`, and until when they are its own (epoch ms). */
  private readonly underWay = new Map<string, Held>();
  private readonly repeat: Repeat;

  constructor(private readonly parts: LocalJobParts) {
    const everyMs = parts.leaseMs / LOOKS_PER_LEASE;
    this.repeat = new Repeat('Renewing leases', everyMs, () => this.renew(), parts.logger);
  }

  start(): void {
    this.repeat.start();
  }

  /** What is still under way is free for other processes at once. */
  async stop(): Promise<void> {
    await this.repeat.stop();
    const now = this.parts.clock();
    const ends = [...this.underWay].map(
      ([name, held]) => new Promise<void>((resolve) => this.lease(name, held, now, resolve)),
    );
    await Promise.all(ends);
  }

  /** A commit has asked for these, and has taken those back. */
  committed(requested: readonly LocalRequest[], withdrawn: readonly string[]): void {
    if (withdrawn.length > 0) this.parts.work.withdraw(withdrawn);
    const jobs = requested.filter((job) => !this.underWay.has(nameOf(job)));
    const until = this.parts.clock() + this.parts.leaseMs;
    for (const job of jobs) this.underWay.set(nameOf(job), { job, until });
    if (jobs.length > 0) this.parts.work.take(jobs.map((job) => this.jobOf(job)));
  }

  private renew(): Promise<void> {
    const { clock, leaseMs } = this.parts;
    const now = clock();
    for (const [name, held] of this.underWay)
      if (held.until - now <= (leaseMs * 2) / 3) this.lease(name, held, now + leaseMs);
    return Promise.resolve();
  }

  /** Says until when a job is this process's own. */
  private lease(name: string, held: Held, until: number, then = (): void => undefined): void {
    const { sagaId, job, request } = held.job;
    held.until = until;
    this.parts.queue.push([
      {
        sagaId,
        ask: { kind: 'command', command: { kind: 'renewLease', job, attempt: request.attempt, until } },
        at: this.parts.clock(),
        origin: { source: 'local' },
        settle: ({ refusal }) => {
          if (refusal) this.underWay.delete(name);
          then();
        },
        fail: then,
      },
    ]);
  }

  private jobOf(requested: LocalRequest): LocalJob {
    const { sagaId, participant, request, traceparent } = requested;
    return {
      sagaId,
      participant,
      request,
      ...(traceparent === undefined ? {} : { traceparent }),
      answer: (outcome, transaction) => this.answer(requested, outcome, transaction),
    };
  }

  private answer(
    requested: LocalRequest,
    outcome: JobAnswer['outcome'],
    transaction: unknown,
  ): Promise<LocalAnswer> {
    return transaction === undefined
      ? this.inBatch(requested, outcome)
      : this.within(requested, outcome, transaction);
  }

  private inBatch(requested: LocalRequest, outcome: JobAnswer['outcome']): Promise<LocalAnswer> {
    return new Promise((resolve, reject) => {
      const settle = (result: Outcome): void => {
        this.underWay.delete(nameOf(requested));
        resolve(
          result.refusal
            ? { kind: 'refused', reason: result.refusal.message }
            : { kind: 'taken', committed: () => undefined, rolledBack: () => undefined },
        );
      };
      this.parts.queue.push([{ ...this.inputOf(requested, outcome), settle, fail: reject }]);
    });
  }

  private async within(
    requested: LocalRequest,
    outcome: JobAnswer['outcome'],
    transaction: unknown,
  ): Promise<LocalAnswer> {
    const input = { ...this.inputOf(requested, outcome), settle: () => undefined, fail: () => undefined };
    const step = await this.parts.runner().runWithin(input, transaction);
    if (step.refusal === undefined)
      return {
        kind: 'taken',
        committed: () => {
          this.underWay.delete(nameOf(requested));
          step.committed();
        },
        rolledBack: () => step.rolledBack(),
      };
    this.underWay.delete(nameOf(requested));
    return { kind: 'refused', reason: step.refusal };
  }

  private inputOf(
    { sagaId, job, request }: LocalRequest,
    outcome: JobAnswer['outcome'],
  ): Omit<Input, 'settle' | 'fail'> {
    const span = trace.getActiveSpan();
    const traceparent = span && traceparentOf(span);
    return {
      sagaId,
      ask: {
        kind: 'command',
        command: commandOf(job, request.attempt, outcome),
        fallback: {
          kind: 'failJob',
          job,
          attempt: request.attempt,
          retries: 0,
          incident: 'IO_MAPPING',
          message: `The answer to ${request.jobType} cannot be processed.`,
        },
      },
      at: this.parts.clock(),
      origin: { source: 'local', ...(traceparent === undefined ? {} : { traceparent }) },
    };
  }
}

const nameOf = ({ request }: LocalRequest): string => `${request.jobKey}/${request.attempt}`;
