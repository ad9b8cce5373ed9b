import type { SagaState } from '@partitura/engine';
import { v7 } from 'uuid';
import { BusIntake } from './inputs/bus-intake';
import { takeIn } from './inputs/take-in';
import { tellFollowers } from './loop/after-commit';
import { BatchRunner } from './loop/batch-runner';
import type { Host } from './loop/host';
import type { Ask, CommandBody, Outcome } from './loop/input';
import { InputQueue } from './loop/input-queue';
import { runLoop } from './loop/loop';
import { MessageMatcher } from './loop/message-matcher';
import { SagaCache } from './loop/saga-cache';
import { Numbers } from './numbers';
import { BatchIds } from './outbox/batch-ids';
import { OutboxPublisher } from './outbox/outbox-publisher';
import { outboxSweeper } from './outbox/outbox-sweeper';
import { type StoredSaga, StoreUnavailableError } from './ports/saga-store';
import { Repeat } from './repeat';
import { defaults, type RuntimeOptions } from './runtime-options';
import { deploy, type DeploymentResult, type Resource } from './scores/deploy';
import type { ProcessDefinition } from './scores/loaded-score';
import { ScoreRegistry } from './scores/score-registry';
import { createMeters, observe } from './telemetry/meters';
import { TimerPoller } from './timers/timer-poller';
import { ParticipantWatch } from './views/participant-watch';
import { StoreWatch } from './views/store-watch';
import { Waiters } from './views/waiters';

const REFRESH_MS = 2000;
const EXPIRE_MS = 30_000;
const EXPIRE_LIMIT = 1000;

/** More waits for the loop than it will get to soon; ask again later. */
export class OverloadedError extends Error {
  readonly code = 'RESOURCE_EXHAUSTED';
  readonly retryable = true;
}

/** A saga's row with its state parsed. */
export interface SagaSnapshot extends Omit<StoredSaga, 'state'> {
  /** Absent for a tombstone. */
  readonly state?: SagaState;
}

export interface StartRequest {
  readonly definition: ProcessDefinition;
  readonly variables: SagaState['instances'][number]['variables'];
  /** Default: a new UUIDv7. The same id again begins nothing (P1). */
  readonly sagaId?: string;
  readonly traceparent?: string;
}

export interface Started {
  readonly sagaId: string;
  readonly number: number;
  /** Local id of the process instance. */
  readonly instance: number;
  readonly status: SagaState['status'];
}

/**
 * Runs sagas durably: takes inputs from the bus, timers and callers, decides them in batches with the pure engine,
 * commits, publishes. Any number of runtimes may share one store.
 */
export class Runtime {
  readonly registry: ScoreRegistry;
  readonly participants: ParticipantWatch;
  private readonly options: Required<RuntimeOptions>;
  private readonly numbers: Numbers;
  private readonly queue = new InputQueue();
  private readonly publisher: OutboxPublisher;
  private readonly runner: BatchRunner;
  private readonly intake: BusIntake;
  private readonly timers: TimerPoller;
  private readonly matcher: MessageMatcher;
  private readonly waiters: Waiters;
  private readonly counts: StoreWatch;
  private readonly repeats: Repeat[];
  private readonly meters = createMeters();
  private loop: Promise<void> | undefined;
  private unobserve: (() => void) | undefined;

  constructor(options: RuntimeOptions) {
    this.options = { ...defaults, ...options };
    const { store, scores, bus, logger, host, clock, maxBatch } = this.options;
    const { queue, meters } = this;
    this.registry = new ScoreRegistry(scores);
    this.numbers = new Numbers(() => store.reserveBlock());
    this.publisher = new OutboxPublisher(store, bus, logger);
    this.timers = new TimerPoller({ store, queue, logger, clock });
    this.matcher = new MessageMatcher({ store, queue, logger, clock });
    this.waiters = new Waiters(store, logger);
    this.counts = new StoreWatch(store, logger);
    this.participants = new ParticipantWatch(this.registry, bus, store, logger);
    this.runner = new BatchRunner({
      host: this.hostOfBatches(),
      store,
      cache: new SagaCache(this.options.cachedSagas),
      batchIds: new BatchIds(() => store.reserveBlock()),
      publisher: this.publisher,
      meters,
      logger,
      clock,
      onStoreAway: (error) => queue.failWaiting(({ origin }) => origin.source === 'api', error),
      onCommitted: (decision) =>
        tellFollowers(decision, {
          meters,
          logger,
          timers: this.timers,
          matcher: this.matcher,
          waiters: this.waiters,
          clock,
        }),
    });
    const intakeParts = { registry: this.registry, queue, clock, messageTtlMs: this.options.messageTtlMs };
    this.intake = new BusIntake(
      host,
      bus,
      () => this.registry.participants,
      (records) => takeIn(records, intakeParts),
      maxBatch,
      logger,
    );
    const { sweepEveryMs: everyMs, sweepAfterMs: olderThanMs } = this.options;
    this.repeats = [
      outboxSweeper(store, bus, { everyMs, olderThanMs }, meters, logger),
      new Repeat('Loading deployed scores', REFRESH_MS, () => this.registry.refresh(), logger),
      new Repeat('Deleting expired messages', EXPIRE_MS, () => store.expire(clock(), EXPIRE_LIMIT), logger),
    ];
  }

  /** Loads what is deployed, then begins to work; a bus that is away is joined when it comes. Rejects without a store. */
  async start(): Promise<void> {
    const { maxBatch, clock } = this.options;
    await this.registry.refresh();
    this.loop = runLoop(this.queue, this.runner, maxBatch, this.meters, clock);
    this.unobserve = observe(this.gauges());
    for (const part of [
      this.intake,
      this.timers,
      this.matcher,
      this.waiters,
      this.counts,
      this.participants,
      ...this.repeats,
    ])
      part.start();
  }

  /** Takes nothing new, finishes what is in hand, and leaves the bus. */
  async stop(): Promise<void> {
    this.runner.stop();
    await Promise.all([this.intake.stop(), ...this.repeats.map((repeat) => repeat.stop())]);
    await Promise.all([
      this.timers.stop(),
      this.matcher.stop(),
      this.participants.stop(),
      this.counts.stop(),
    ]);
    this.queue.close();
    await this.loop;
    await Promise.all([this.waiters.stop(), this.publisher.stop()]);
    this.unobserve?.();
  }

  /** What keeps this runtime from working, by part; empty when nothing does. */
  get problems(): Record<string, string> {
    const { bus } = this.options;
    const health = bus.health();
    return {
      ...(health.up ? {} : { bus: health.reason ?? 'The bus is not reachable.' }),
      ...(this.intake.problem === undefined ? {} : { consumer: this.intake.problem }),
      ...(this.runner.storeIsAway
        ? { database: 'Postgres does not answer: check the server of DATABASE_URL.' }
        : {}),
    };
  }

  /** Throws `DeploymentRefusedError` with every problem of every resource. */
  async deploy(resources: readonly Resource[]): Promise<DeploymentResult> {
    const { scores: store, clock, logger } = this.options;
    const result = await deploy(resources, { store, numbers: this.numbers, clock });
    await this.registry.refresh();
    this.timers.expect(0);
    if (this.loop)
      await this.intake.join().catch((error: unknown) => {
        logger.warn(
          { err: error },
          'Deployed, but the bus is away: topics of new participants are made when it is back.',
        );
      });
    return result;
  }

  /** Begins a saga; resolves after its first step is committed. */
  async startSaga({ definition, variables, sagaId = v7(), traceparent }: StartRequest): Promise<Started> {
    const { saga, instance } = await this.ask(
      sagaId,
      { kind: 'start', score: definition.score.key, process: definition.process.id, variables },
      traceparent,
      false,
    );
    if (!saga || instance === undefined) throw new Error(`Saga ${sagaId} was not begun: ask again.`);
    return { ...saga, instance };
  }

  /** As `startSaga`, then waits for the end: `end` is undefined when `timeoutMs` pass or `signal` aborts before. */
  async startAndWait(
    request: StartRequest,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<{ readonly started: Started; readonly end?: SagaState }> {
    const { sagaId = v7() } = request;
    const failed = new AbortController();
    // Listens before it starts: a saga may end in its first step.
    const end = this.waiters.wait(
      sagaId,
      timeoutMs,
      signal ? AbortSignal.any([signal, failed.signal]) : failed.signal,
    );
    try {
      const started = await this.startSaga({ ...request, sagaId });
      return { started, end: await end };
    } finally {
      failed.abort();
    }
  }

  /** Carries out a command on a running saga, on behalf of the request with this trace context. */
  tell(sagaId: string, command: CommandBody, traceparent?: string): Promise<Outcome> {
    return this.ask(sagaId, { kind: 'command', command }, traceparent, true);
  }

  async saga(sagaId: string): Promise<SagaSnapshot | undefined> {
    const [row] = await this.options.store.load([sagaId]);
    return row && snapshot(row);
  }

  async sagaByNumber(number: number): Promise<SagaSnapshot | undefined> {
    const row = await this.options.store.loadByNumber(number);
    return row && snapshot(row);
  }

  /** The final state of a saga, wherever it ends; undefined when `timeoutMs` pass or `signal` aborts before. */
  waitForEnd(sagaId: string, timeoutMs: number, signal?: AbortSignal): Promise<SagaState | undefined> {
    return this.waiters.wait(sagaId, timeoutMs, signal);
  }

  private ask(sagaId: string, ask: Ask, traceparent: string | undefined, about: boolean): Promise<Outcome> {
    const { clock, maxQueue } = this.options;
    if (this.runner.storeIsAway)
      return Promise.reject(
        new StoreUnavailableError('Postgres does not answer: ask again when it is back.'),
      );
    if (this.queue.length >= maxQueue)
      return Promise.reject(
        new OverloadedError(
          `${this.queue.length} inputs wait already: ask again in a moment, or add an orchestrator.`,
        ),
      );
    return new Promise((settle, fail) => {
      const origin = { source: 'api' as const, traceparent, about };
      this.queue.push([{ sagaId, ask, at: clock(), origin, settle, fail }]);
    });
  }

  private hostOfBatches(): Host {
    const { registry, numbers } = this;
    return {
      name: this.options.host,
      numbers,
      maxMessageBytes: this.options.maxMessageBytes,
      scoreOf: (key) => registry.get(key)?.score,
      loadScores: async (sagas) => {
        for (const { score } of sagas) if (score !== '' && !registry.get(score)) return registry.refresh();
      },
    };
  }

  private gauges() {
    const { queue, counts, participants, options } = this;
    return {
      queueLength: () => queue.length,
      queueAgeSeconds: () => (queue.oldest === undefined ? 0 : (options.clock() - queue.oldest) / 1000),
      sagasActive: () => counts.counts.active,
      incidentsOpen: () => counts.counts.incidents,
      outboxRows: () => counts.counts.outboxRows,
      outboxAgeSeconds: () => counts.counts.outboxOldestAgeMs / 1000,
      jobsWaiting: () => participants.jobsWaiting,
      participantMembers: () => participants.members,
    };
  }
}

function snapshot({ state, ...row }: StoredSaga): SagaSnapshot {
  return row.status === 'tombstone' ? row : { ...row, state: JSON.parse(state) as SagaState };
}
