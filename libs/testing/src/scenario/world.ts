import type { SagaEvent, SagaState } from '@partitura/engine';
import { type CommandBody, type Logger, type Resource, SteppedRuntime } from '@partitura/runtime';
import { createMemoryStore } from '../memory-store/create-memory-store';
import { compileOnce } from './compile-once';
import { History } from './history';
import { Jobs } from './jobs';
import { ScenarioFailure } from './scenario-failure';
import { Services } from './services';
import { SimulatedBus } from './simulated-bus';

const MAX_STEPS = 200_000;
/** Name of the host that runs every fragment, and of its group on the bus. */
export const HOST = 'orchestrator';

/** The real runtime on a simulated machine: a clock that stands until it is moved, a store and a bus in memory, services. */
export class World {
  readonly jobs = new Jobs();
  readonly history: History;
  readonly services: Services;
  /** What the runtime has logged as an error. */
  readonly problems: string[] = [];
  private readonly storage = createMemoryStore(() => this.now);
  private readonly bus = new SimulatedBus(() => this.now);
  private current: SteppedRuntime;
  private readonly sagas = new Set<string>();
  private steps = 0;
  private events = 0;
  /** Something has changed since messages and timers were looked for. */
  private changed = true;

  constructor(
    public now: number,
    /** Lets a scripted worker answer one job; false when none waits. */
    private readonly callWorker: () => Promise<boolean>,
  ) {
    this.history = new History(({ score, process }, element) => {
      const definition = this.current.registry.definitionOfInstance(score, process);
      return definition?.process.elements.get(element)?.loop !== undefined;
    });
    this.services = new Services(this.bus, this.jobs, (sagaId, command) => this.tell(sagaId, command));
    this.current = this.createRuntime();
  }

  get runtime(): SteppedRuntime {
    return this.current;
  }

  private createRuntime(): SteppedRuntime {
    return new SteppedRuntime({
      ...this.storage,
      bus: this.bus,
      logger: this.logger(),
      clock: () => this.now,
      compile: compileOnce,
      onEvents: (sagaId, events) => this.hear(sagaId, events),
    });
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
    await this.current.start();
    await this.services.join(this.current.registry.participants);
  }

  private hear(sagaId: string, events: readonly SagaEvent[]): void {
    this.events += events.length;
    this.sagas.add(sagaId);
    for (const event of events) {
      if (event.type === 'ElementEntered') this.steps += 1;
      this.history.hear(sagaId, event);
      this.jobs.hear(sagaId, event);
    }
  }

  private tell(sagaId: string, command: CommandBody): void {
    // A worker learns nothing of what comes of its answer.
    void this.current.submit(sagaId, { kind: 'command', command }).catch(() => undefined);
  }

  /** Everything in memory is gone; what is durable goes on with a new process. */
  async crash(): Promise<void> {
    this.bus.forgetMembers();
    this.services.leave();
    this.current = this.createRuntime();
    this.changed = true;
    await this.start();
    await this.rest();
  }

  /** The services of participants lose what they hold in memory: nothing, for they commit with their answers. */
  async crashServices(): Promise<void> {
    this.services.leave();
    await this.services.join(this.current.registry.participants);
    await this.rest();
  }

  /** Whether a saga of this id has begun. */
  knows(sagaId: string): boolean {
    return this.sagas.has(sagaId);
  }

  /** All that the bus has delivered, and every answer, comes once more. */
  async redeliver(): Promise<void> {
    this.bus.redeliver(HOST);
    this.services.redeliver();
    await this.rest();
  }

  async deploy(resources: readonly Resource[]): Promise<void> {
    await this.current.deploy(resources);
    await this.current.join();
    await this.services.join(this.current.registry.participants);
    this.changed = true;
  }

  /** Lets the system run until nothing moves at this moment of the clock. */
  async rest(): Promise<void> {
    let looked = false;
    for (;;) {
      await turn();
      this.checkLimit();
      if (this.current.hasWork) {
        const before = this.events;
        await this.current.step();
        // What a look has found and what came to nothing would be found again for ever.
        if (!looked || this.events > before) this.changed = true;
      } else if (this.bus.deliver(HOST) || this.services.deliver()) looked = false;
      else if (this.changed) {
        this.changed = false;
        looked = true;
        void this.current.lookForMessages();
        void this.current.lookForTimers();
      } else {
        looked = false;
        if (!(await this.callWorker())) return;
      }
    }
  }

  private checkLimit(): void {
    if (this.steps > MAX_STEPS)
      throw new ScenarioFailure(
        `The scenario does not come to rest within ${MAX_STEPS} steps. Look for a loop without end.`,
      );
  }

  /** The next moment at which something is due, up to a time. */
  async nextDue(until: number): Promise<number | undefined> {
    const times = [await this.storage.store.earliestDue(), this.storage.store.nextExpiry].filter(
      (time) => time !== undefined && time <= until,
    ) as number[];
    return times.length === 0 ? undefined : Math.max(this.now, Math.min(...times));
  }

  async moveTo(time: number): Promise<void> {
    this.now = time;
    this.changed = true;
    await this.storage.store.expire(time);
    await this.rest();
  }

  /** The states of all sagas, in the order in which they began. */
  async states(): Promise<SagaState[]> {
    const rows = await this.storage.store.load([...this.sagas]);
    return rows.flatMap(({ status, state }) =>
      status === 'tombstone' ? [] : [JSON.parse(state) as SagaState],
    );
  }
}

/** Lets everything that waits for a promise go on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
