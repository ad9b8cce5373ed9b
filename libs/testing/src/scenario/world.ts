import type { SagaEvent, SagaState } from '@partitura/engine';
import {
  type CommandBody,
  COORDINATOR,
  type LocalJob,
  type Logger,
  type Outcome,
  type ProcessDefinition,
  type Resource,
  stateOf,
  type SteppedRuntime,
  type WantedPlacement,
} from '@partitura/runtime';
import { History } from './history';
import { Jobs } from './jobs';
import type { PartRef } from './part-ref';
import { ScenarioFailure } from './scenario-failure';
import { Services } from './services';
import { SimulatedBus } from './simulated-bus';
import { hostsOf, SimulatedHost, type SimulatedHostParts } from './simulated-host';

const MAX_STEPS = 200_000;

/** A part of a saga and its state. */
export interface PartState extends PartRef {
  readonly state: SagaState;
}

/** The real runtimes on simulated machines: a clock that stands until it is moved, stores and a bus in memory, services. */
export class World {
  readonly jobs = new Jobs();
  readonly history: History;
  readonly services: Services;
  /** What the runtimes have logged as an error. */
  readonly problems: string[] = [];
  private readonly bus = new SimulatedBus(() => this.now);
  /** The orchestrator first. */
  private readonly hosts = new Map<string, SimulatedHost>();
  private readonly orchestrator: SimulatedHost;
  private readonly sagas = new Set<string>();
  private steps = 0;
  private events = 0;
  /** Something has changed since messages and timers were looked for. */
  private changed = true;

  constructor(
    public now: number,
    private readonly placement: WantedPlacement,
    /** Lets a scripted worker answer one job; false when none waits. */
    private readonly callWorker: () => Promise<boolean>,
  ) {
    this.history = new History(({ score, process }, element) => {
      const definition = this.runtime.registry.definitionOfInstance(score, process);
      return definition?.process.elements.get(element)?.loop !== undefined;
    });
    this.services = new Services(this.bus, this.jobs, (part, command) => this.tell(part, command));
    this.orchestrator = this.addHost(COORDINATOR);
  }

  /** The orchestrator's, which knows everything that is deployed. */
  get runtime(): SteppedRuntime {
    return this.orchestrator.runtime;
  }

  runtimeOf(host: string): SteppedRuntime {
    return (this.hosts.get(host) ?? this.orchestrator).runtime;
  }

  /** Where a process begins. */
  hostOf({ score, process }: ProcessDefinition): string {
    return score.placement?.hostOf(process.participant ?? '') ?? COORDINATOR;
  }

  get hostNames(): string[] {
    return [...this.hosts.keys()];
  }

  private addHost(name: string): SimulatedHost {
    const host = new SimulatedHost(name, this.partsOfHosts());
    this.hosts.set(name, host);
    return host;
  }

  private partsOfHosts(): SimulatedHostParts {
    return {
      bus: this.bus,
      clock: () => this.now,
      logger: this.logger(),
      onEvents: (host, sagaId, events) => this.hear({ host, sagaId }, events),
      onLocalJob: (host, job: LocalJob) => this.jobs.receivedLocally(host, job),
    };
  }

  private logger(): Logger {
    const silent = () => undefined;
    const error = (fields: object, message: string): void => {
      const { err, reason } = fields as { readonly err?: unknown; readonly reason?: unknown };
      const why = err instanceof Error ? err.message : typeof reason === 'string' ? reason : undefined;
      this.problems.push(why === undefined ? message : `${message} (${why})`);
    };
    return { debug: silent, info: silent, warn: silent, error };
  }

  async start(): Promise<void> {
    await this.runtime.start();
    await this.services.join(this.runtime.registry.participants);
  }

  private hear(part: PartRef, events: readonly SagaEvent[]): void {
    this.events += events.length;
    this.sagas.add(part.sagaId);
    for (const event of events) {
      if (event.type === 'ElementEntered') this.steps += 1;
      this.history.hear(part, event);
      this.jobs.hear(part, event);
    }
  }

  private tell({ host, sagaId }: PartRef, command: CommandBody): void {
    // A worker learns nothing of what comes of its answer.
    void this.runtimeOf(host)
      .submit(sagaId, { kind: 'command', command })
      .catch(() => undefined);
  }

  /** Carries out a command on a part; undoing and cancelling are the orchestrator's, wherever the parts are. */
  command({ host, sagaId }: PartRef, command: CommandBody): Promise<Outcome> {
    return command.kind === 'compensateSaga' || command.kind === 'cancelSaga'
      ? this.runtime.tell(sagaId, command)
      : this.runtimeOf(host).submit(sagaId, { kind: 'command', command });
  }

  /** Everything in memory, of one host or of all, is gone; what is durable goes on with new processes. */
  async crash(host?: string): Promise<void> {
    const crashed = [...this.hosts.values()].filter(({ name }) => host === undefined || name === host);
    if (host === undefined || host === COORDINATOR) this.services.leave();
    for (const one of crashed) await one.crash(this.sagas);
    this.changed = true;
    await this.services.join(this.runtime.registry.participants);
    await this.rest();
  }

  /** The services of participants lose what they hold in memory: nothing, for they commit with their answers. */
  async crashServices(): Promise<void> {
    this.services.leave();
    await this.services.join(this.runtime.registry.participants);
    await this.rest();
  }

  /** Whether a saga of this id has begun. */
  knows(sagaId: string): boolean {
    return this.sagas.has(sagaId);
  }

  /** All that the bus has delivered, and every answer, comes once more. */
  async redeliver(): Promise<void> {
    for (const group of this.groups) this.bus.redeliver(group);
    this.services.redeliver();
    await this.rest();
  }

  async deploy(resources: readonly Resource[]): Promise<void> {
    const { runtime, placement } = this;
    const { scores } = await runtime.deploy(resources, placement);
    for (const { score } of scores)
      if (score.composition)
        for (const name of hostsOf(placement, runtime.registry.participants))
          if (!this.hosts.has(name)) await this.addHost(name).runtime.start();
    for (const stored of await this.orchestrator.storage.scores.listScores(0))
      if (!stored.active) await runtime.activate(stored.key);
    for (const host of this.hosts.values())
      if (host !== this.orchestrator) await host.adopt(this.orchestrator);
    await runtime.join();
    await this.services.join(runtime.registry.participants);
    this.changed = true;
  }

  /** Lets the system run until nothing moves at this moment of the clock. */
  async rest(): Promise<void> {
    let looked = false;
    for (;;) {
      await turn();
      this.checkLimit();
      const busy = [...this.hosts.values()].filter(({ runtime }) => runtime.hasWork);
      if (busy.length > 0) {
        const before = this.events;
        for (const { runtime } of busy) await runtime.step();
        // What a look has found and what came to nothing would be found again for ever.
        if (!looked || this.events > before) this.changed = true;
      } else if (this.deliver()) looked = false;
      else if (this.changed) {
        this.changed = false;
        looked = true;
        for (const { runtime } of this.hosts.values()) {
          void runtime.lookForMessages();
          void runtime.lookForTimers();
        }
      } else {
        looked = false;
        if (!(await this.callWorker())) return;
      }
    }
  }

  private get groups(): string[] {
    return [...this.hosts.values()].flatMap(({ groups }) => groups);
  }

  private deliver(): boolean {
    let any = false;
    for (const group of this.groups) any = this.bus.deliver(group) || any;
    return this.services.deliver() || any;
  }

  private checkLimit(): void {
    if (this.steps > MAX_STEPS)
      throw new ScenarioFailure(
        `The scenario does not come to rest within ${MAX_STEPS} steps. Look for a loop without end.`,
      );
  }

  /** The next moment at which something is due, up to a time. */
  async nextDue(until: number): Promise<number | undefined> {
    const times: number[] = [];
    for (const { storage } of this.hosts.values())
      for (const time of [await storage.store.earliestDue(), storage.store.nextExpiry])
        if (time !== undefined && time <= until) times.push(time);
    return times.length === 0 ? undefined : Math.max(this.now, Math.min(...times));
  }

  async moveTo(time: number): Promise<void> {
    this.now = time;
    this.changed = true;
    for (const { storage } of this.hosts.values()) await storage.store.expire(time);
    await this.rest();
  }

  /** The states of all parts of all sagas, host by host in the order in which they began. */
  async states(): Promise<PartState[]> {
    const states: PartState[] = [];
    for (const { name, storage } of this.hosts.values())
      for (const row of await storage.store.load([...this.sagas]))
        if (row.status !== 'tombstone') states.push({ host: name, sagaId: row.sagaId, state: stateOf(row) });
    return states;
  }
}

/** Lets everything that waits for a promise go on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
