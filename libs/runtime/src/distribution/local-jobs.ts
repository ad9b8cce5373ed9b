import { setImmediate as turn } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import { traceparentOf } from '@partitura/telemetry';
import type { Logger } from '../logger';
import type { BatchRunner, LocalTasks } from '../loop/batch-runner';
import type { Input, Outcome } from '../loop/input';
import type { InputQueue } from '../loop/input-queue';
import type { JobAnswer } from '../messages';
import type { LocalAnswer, LocalJob, LocalWork } from '../ports/local-work';
import { Repeat } from '../repeat';
import { type Answer, HeldJob, type LocalRequest, nameOf } from './held-job';

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

const refused: LocalAnswer = {
  kind: 'refused',
  reason: 'The step that asked for it has not been kept, or it was answered before.',
};

/** Hands local jobs to whoever does them, and their answers to the loop. */
export class LocalJobs implements LocalTasks {
  /** Jobs that this process is at, by name. */
  private readonly underWay = new Map<string, HeldJob>();
  /** Those that the batch under way has begun. */
  private begun: HeldJob[] = [];
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
    const kept = [...this.underWay.values()].filter((held) => held.kept);
    await Promise.all(kept.map((held) => new Promise<void>((resolve) => this.lease(held, now, resolve))));
  }

  async now(requests: readonly LocalRequest[]): Promise<readonly Input[]> {
    const { all, fresh } = this.hold(requests);
    for (const held of fresh) this.begun.push(held);
    this.take(fresh);
    // Everything that needs nothing but the processor is done by then.
    if (fresh.length > 0) await turn();
    return all.flatMap((held) => held.decideNow() ?? []);
  }

  settled(): void {
    const dropped = this.begun.filter((held) => !held.kept);
    this.begun = [];
    if (dropped.length === 0) return;
    for (const held of dropped) {
      this.underWay.delete(held.name);
      held.drop(refused);
    }
    this.parts.work.withdraw(dropped.map(({ request }) => request.request.idempotencyKey));
  }

  /** A commit with these inputs has asked for jobs that are still wanted, and has taken others back. */
  committed(
    requested: readonly LocalRequest[],
    withdrawn: readonly string[],
    inputs: ReadonlySet<Input>,
  ): void {
    if (withdrawn.length > 0) this.parts.work.withdraw(withdrawn);
    const { all, fresh } = this.hold(requested);
    const late = all.flatMap((held) => held.keep(inputs) ?? []);
    if (late.length > 0) this.parts.queue.push(late);
    this.take(fresh);
  }

  /** `fresh`: those that nobody was at before. */
  private hold(requests: readonly LocalRequest[]): { all: HeldJob[]; fresh: HeldJob[] } {
    const until = this.parts.clock() + this.parts.leaseMs;
    const [all, fresh]: [HeldJob[], HeldJob[]] = [[], []];
    for (const request of requests) {
      const name = nameOf(request);
      let held = this.underWay.get(name);
      if (held) held.request = request;
      else {
        held = new HeldJob(name, request, until);
        this.underWay.set(name, held);
        fresh.push(held);
      }
      all.push(held);
    }
    return { all, fresh };
  }

  private take(jobs: readonly HeldJob[]): void {
    if (jobs.length > 0) this.parts.work.take(jobs.map((held) => this.jobOf(held)));
  }

  private renew(): Promise<void> {
    const { clock, leaseMs } = this.parts;
    const now = clock();
    for (const held of this.underWay.values())
      if (held.kept && held.until - now <= (leaseMs * 2) / 3) this.lease(held, now + leaseMs);
    return Promise.resolve();
  }

  /** Says until when a job is this process's own. */
  private lease(held: HeldJob, until: number, then = (): void => undefined): void {
    const { sagaId, job, request } = held.request;
    held.until = until;
    this.parts.queue.push([
      {
        sagaId,
        ask: { kind: 'command', command: { kind: 'renewLease', job, attempt: request.attempt, until } },
        at: this.parts.clock(),
        origin: { source: 'local' },
        settle: ({ refusal }) => {
          if (refusal) this.underWay.delete(held.name);
          then();
        },
        fail: then,
      },
    ]);
  }

  private jobOf({ name, request: requested }: HeldJob): LocalJob {
    const { sagaId, participant, request, traceparent } = requested;
    return {
      sagaId,
      participant,
      request,
      ...(traceparent === undefined ? {} : { traceparent }),
      answer: async (outcome, transaction) => {
        const held = this.underWay.get(name);
        if (!held) return refused;
        return transaction === undefined
          ? this.inBatch(held, outcome)
          : this.within(held, outcome, transaction);
      },
    };
  }

  private inBatch(held: HeldJob, outcome: JobAnswer['outcome']): Promise<LocalAnswer> {
    return new Promise((resolve, reject) => {
      const settle = (result: Outcome): void => {
        this.underWay.delete(held.name);
        resolve(
          result.refusal
            ? { kind: 'refused', reason: result.refusal.message }
            : { kind: 'taken', committed: () => undefined, rolledBack: () => undefined },
        );
      };
      const answer = { ...this.answerOf(outcome), settle, fail: reject, drop: resolve };
      const input = held.answered(answer);
      if (input) this.parts.queue.push([input]);
    });
  }

  private async within(
    held: HeldJob,
    outcome: JobAnswer['outcome'],
    transaction: unknown,
  ): Promise<LocalAnswer> {
    if (!(await held.whenKept())) return refused;
    const ignore = (): void => undefined;
    const input = held.inputOf({ ...this.answerOf(outcome), settle: ignore, fail: ignore, drop: ignore });
    const step = await this.parts.runner().runWithin(input, transaction);
    if (step.refusal === undefined)
      return {
        kind: 'taken',
        committed: () => {
          this.underWay.delete(held.name);
          step.committed();
        },
        rolledBack: () => step.rolledBack(),
      };
    this.underWay.delete(held.name);
    return { kind: 'refused', reason: step.refusal };
  }

  private answerOf(outcome: JobAnswer['outcome']): Pick<Answer, 'outcome' | 'at' | 'traceparent'> {
    const span = trace.getActiveSpan();
    return { outcome, at: this.parts.clock(), traceparent: span && traceparentOf(span) };
  }
}
