import type { SagaState } from '@partitura/engine';
import { v7 } from 'uuid';
import { AllParts, type SagaSnapshot } from './distribution/all-parts';
import { HostCoordinator } from './hosts/host-coordinator';
import { runElsewhere as runsElsewhere } from './hosts/plan-shares';
import type { Ask, CommandBody, Outcome } from './loop/input';
import { runLoop } from './loop/loop';
import { Numbers } from './numbers';
import type { ActivatedJob, JobActivation } from './outside/open-jobs';
import {
  type Correlation,
  type Publication,
  Publications,
  type Published,
  type SignalToBroadcast,
} from './outside/publications';
import { StoreUnavailableError } from './ports/saga-store';
import { defaults, type RuntimeOptions, type SettledOptions } from './runtime-options';
import { gaugesOf, type RuntimeParts, wire } from './runtime-parts';
import { deploy, type DeploymentResult, type Resource } from './scores/deploy';
import type { ProcessDefinition } from './scores/loaded-score';
import { logWarnings } from './scores/log-warnings';
import type { WantedPlacement } from './scores/placement';
import { startTimersOf } from './scores/start-timers';
import type { ScoreRegistry } from './scores/score-registry';
import { observe } from './telemetry/meters';
import type { ParticipantWatch } from './views/participant-watch';
import type { Listener, SagaEnd } from './views/waiters';

/** More waits for the loop than it will get to soon; ask again later. */
export class OverloadedError extends Error {
  readonly code = 'RESOURCE_EXHAUSTED';
  readonly retryable = true;
}

export interface StartRequest {
  readonly definition: ProcessDefinition;
  readonly variables: SagaState['instances'][number]['variables'];
  /** Default: a new UUIDv7. The same id again begins nothing (P1). */
  readonly sagaId?: string;
  readonly traceparent?: string;
  /** Default: the none start event. */
  readonly startEvent?: string;
  /** Somebody waits for its end, which should be told at once. Default false. */
  readonly awaited?: boolean;
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
  protected readonly options: SettledOptions;
  protected readonly parts: RuntimeParts;
  private readonly publications: Publications;
  private readonly allParts: AllParts;
  private loop: Promise<void> | undefined;
  private unobserve: (() => void) | undefined;

  constructor(options: RuntimeOptions) {
    this.options = { ...defaults, ...options };
    this.parts = wire(this.options);
    ({ registry: this.registry, participants: this.participants } = this.parts);
    this.allParts = new AllParts({
      ...this.options,
      requests: this.parts.requests,
      ask: (sagaId, ask, traceparent, about) => this.ask(sagaId, ask, traceparent, about),
    });
    this.publications = new Publications({
      ...this.options,
      registry: this.registry,
      ask: (sagaId, ask, traceparent) => this.ask(sagaId, ask, traceparent, false),
    });
  }

  /** Loads what is deployed, then begins to work; a bus that is away is joined when it comes. Rejects without a store. */
  async start(): Promise<void> {
    const { maxBatch, clock } = this.options;
    const { registry, queue, runner, meters, hosting, background } = this.parts;
    await registry.refresh();
    this.loop = runLoop(queue, runner, maxBatch, meters, clock);
    this.unobserve = observe(gaugesOf(this.parts, clock));
    const begin = () => {
      for (const part of background) part.start();
    };
    const hold = async () => {
      await Promise.all(background.map((part) => part.stop()));
    };
    if (hosting) await hosting.start({ begin, hold });
    else begin();
  }

  /** Takes nothing new, finishes what is in hand, and leaves the bus. */
  async stop(): Promise<void> {
    const { runner, queue, publisher, journalSender, openJobs, hosting, background } = this.parts;
    runner.stop();
    openJobs.stop();
    await hosting?.stop();
    // The loop runs on until those who wait for it have stopped.
    await Promise.all(background.map((part) => part.stop()));
    queue.close();
    await this.loop;
    await journalSender.flush();
    await publisher.stop();
    this.unobserve?.();
  }

  /** How versions get to other hosts; undefined on those, and where no store for hosts was given. */
  get deployments(): HostCoordinator | undefined {
    const { hosting } = this.parts;
    return hosting instanceof HostCoordinator ? hosting : undefined;
  }

  /** Whether it takes work: a host does once it has caught up with what was deployed. */
  get isWorking(): boolean {
    return this.parts.hosting?.isWorking ?? true;
  }

  /** What keeps this runtime from working, by part; empty when nothing does. */
  get problems(): Record<string, string> {
    const { bus } = this.options;
    const { hosting, intake } = this.parts;
    const health = bus.health();
    return {
      ...(health.up ? {} : { bus: health.reason ?? 'The bus is not reachable.' }),
      ...(!this.isWorking || intake.problem === undefined ? {} : { consumer: intake.problem }),
      ...(this.parts.runner.storeIsAway
        ? { database: 'Postgres does not answer: check the server of DATABASE_URL.' }
        : {}),
      ...(hosting?.problem === undefined ? {} : { host: hosting.problem }),
    };
  }

  /** Throws `DeploymentRefusedError` with every problem of every resource. */
  async deploy(resources: readonly Resource[], placement?: WantedPlacement): Promise<DeploymentResult> {
    const { scores: store, clock, logger, compile } = this.options;
    // Numbers of its own: the loop counts on what it has reserved.
    const numbers = new Numbers(() => this.options.store.reserveBlock());
    await this.registry.refresh();
    const schemas = this.registry.newestSchemas;
    const runElsewhere = (processes: readonly string[]) =>
      this.deployments !== undefined && runsElsewhere(processes, this.registry);
    const result = await deploy(
      resources,
      { store, numbers, clock, compile, runElsewhere, schemas },
      placement,
    );
    logWarnings(result, logger);
    await this.registry.refresh();
    await this.deployments?.deployed(result.resources);
    this.parts.timers.expect(0);
    if (this.loop)
      await this.parts.intake.join().catch((error: unknown) => {
        logger.warn(
          { err: error },
          'Deployed, but the bus is away: topics of new participants are made when it is back.',
        );
      });
    return result;
  }

  /** Begins sagas with a version that waited for its hosts; false when it does so already. */
  async activate(key: string): Promise<boolean> {
    const { scores, clock } = this.options;
    await this.registry.refresh();
    const loaded = this.registry.get(key);
    const begins = loaded !== undefined && this.registry.beginsHere(loaded);
    const activated = await scores.activateScore(key, {
      processes: loaded?.whole.processes.map(({ id }) => id) ?? [],
      startTimers: begins ? startTimersOf(loaded.score, clock()) : [],
    });
    await this.registry.refresh();
    this.parts.timers.expect(0);
    return activated;
  }

  /** Begins a saga; resolves after its first step is committed. */
  async startSaga({
    definition,
    variables,
    sagaId = v7(),
    startEvent,
    traceparent,
    awaited = false,
  }: StartRequest): Promise<Started> {
    const { score, process } = definition;
    const host = score.placement?.hostOf(process.participant ?? '') ?? this.options.host;
    const ask = { kind: 'start', score: score.key, process: process.id, variables, startEvent } as const;
    const { saga, instance } = await this.allParts.start(sagaId, ask, host, { traceparent, awaited });
    if (!saga || instance === undefined) throw new Error(`Saga ${sagaId} was not begun: ask again.`);
    return { ...saga, instance };
  }

  /** As `startSaga`, with a listener for the end: a saga may end in its first step. */
  async startAndListen(
    request: StartRequest,
    timeoutMs: number,
  ): Promise<{ readonly started: Started; readonly listener: Listener }> {
    const { sagaId = v7() } = request;
    const listener = this.listen(sagaId, timeoutMs);
    try {
      return { started: await this.startSaga({ ...request, sagaId, awaited: true }), listener };
    } catch (error) {
      listener.cancel();
      throw error;
    }
  }

  /** Publishes a message for everyone who waits for it or begins with it. */
  publish(publication: Publication): Promise<Published> {
    return this.publications.publish(publication);
  }

  /** Delivers a message to those who wait for it or begin with it now, and answers with them. */
  correlate(publication: Publication): Promise<Correlation[]> {
    return this.publications.correlate(publication);
  }

  /** Broadcasts a signal to everyone who waits for it now or begins with it. */
  broadcastSignal(signal: SignalToBroadcast): Promise<Published> {
    return this.publications.broadcast(signal);
  }

  /** Gives jobs of processes without a pool to a client. */
  activateJobs(activation: JobActivation): Promise<ActivatedJob[]> {
    return this.parts.openJobs.activate(activation);
  }

  /** Leaves a job with the client that has it until then (epoch ms); false when nobody can ask for it. */
  keepJob(sagaId: string, job: number, until: number): Promise<boolean> {
    return this.options.store.keepJob({ sagaId, job }, until);
  }

  /**
   * Carries out a command on a running saga, on behalf of the request with this trace context: on the part of a host, by default
   * this one. Rejects with `HostSilentError` when another host does not answer.
   */
  tell(sagaId: string, command: CommandBody, traceparent?: string, host?: string): Promise<Outcome> {
    return this.allParts.tell(sagaId, command, traceparent, host);
  }

  saga(sagaId: string): Promise<SagaSnapshot | undefined> {
    return this.allParts.saga(sagaId);
  }

  /** The saga of a public key, with the state of the part that the key belongs to. */
  sagaByNumber(number: number): Promise<SagaSnapshot | undefined> {
    return this.allParts.sagaByNumber(number);
  }

  /** Listens for the end of a saga, whichever process ends it. */
  listen(sagaId: string, timeoutMs: number): Listener {
    return this.parts.waiters.listen(sagaId, timeoutMs);
  }

  /** The end of a saga that goes on now; undefined when `timeoutMs` pass before. */
  waitForEnd(sagaId: string, timeoutMs: number): Promise<SagaEnd | undefined> {
    return this.listen(sagaId, timeoutMs).end;
  }

  protected ask(sagaId: string, ask: Ask, traceparent: string | undefined, about: boolean): Promise<Outcome> {
    const { clock, maxQueue } = this.options;
    if (this.parts.runner.storeIsAway)
      return Promise.reject(
        new StoreUnavailableError('Postgres does not answer: ask again when it is back.'),
      );
    if (this.parts.queue.length >= maxQueue)
      return Promise.reject(
        new OverloadedError(
          `${this.parts.queue.length} inputs wait already: ask again in a moment, or add an orchestrator.`,
        ),
      );
    return new Promise((settle, fail) => {
      const origin = { source: 'api' as const, traceparent, about };
      this.parts.queue.push([{ sagaId, ask, at: clock(), origin, settle, fail }]);
    });
  }
}
