import type { SagaEvent } from '@partitura/engine';
import {
  COORDINATOR,
  type LocalJob,
  type Logger,
  stateOf,
  SteppedRuntime,
  type WantedPlacement,
} from '@partitura/runtime';
import { createMemoryStore } from '../memory-store/create-memory-store';
import { compileOnce } from './compile-once';
import type { SimulatedBus } from './simulated-bus';

/** Nobody takes a simulated host for dead: what it had in hand is asked for again when it crashes. */
const LEASE_MS = 1e14;

export interface SimulatedHostParts {
  readonly bus: SimulatedBus;
  readonly clock: () => number;
  readonly logger: Logger;
  readonly onEvents: (host: string, sagaId: string, events: readonly SagaEvent[]) => void;
  /** The service of the host is to do a task. */
  readonly onLocalJob: (host: string, job: LocalJob) => void;
}

/** One host: the real runtime over a store in memory. Its store and its place on the bus survive a crash. */
export class SimulatedHost {
  readonly storage;
  private current: SteppedRuntime;
  private adopted = 0;

  constructor(
    readonly name: string,
    private readonly parts: SimulatedHostParts,
  ) {
    this.storage = createMemoryStore(parts.clock);
    this.current = this.createRuntime();
  }

  get runtime(): SteppedRuntime {
    return this.current;
  }

  get groups(): readonly string[] {
    return this.name === COORDINATOR ? [COORDINATOR, `${COORDINATOR}.journal`] : [`${this.name}.engine`];
  }

  /** What was in memory is gone. */
  async crash(sagaIds: Iterable<string>): Promise<void> {
    for (const group of this.groups) this.parts.bus.leave(group);
    this.current = this.createRuntime();
    await this.current.start();
    for (const row of await this.storage.store.load([...sagaIds])) {
      if (row.status === 'tombstone') continue;
      for (const { id: job, attempt, leaseUntil } of Object.values(stateOf(row).jobs))
        if (leaseUntil !== undefined)
          void this.current
            .submit(row.sagaId, { kind: 'command', command: { kind: 'renewLease', job, attempt, until: 0 } })
            .catch(() => undefined);
    }
  }

  /** Takes over what the orchestrator has deployed since the last time. */
  async adopt(from: SimulatedHost): Promise<void> {
    for (const { position, ...stored } of await from.storage.scores.listScores(this.adopted)) {
      this.adopted = Math.max(this.adopted, position);
      await this.storage.scores.adoptScore({ ...stored, processes: [], startTimers: [], pending: true });
      await this.current.activate(stored.key);
    }
    await this.current.join();
  }

  private createRuntime(): SteppedRuntime {
    const { bus, clock, logger, onEvents, onLocalJob } = this.parts;
    const { name } = this;
    return new SteppedRuntime({
      ...this.storage,
      host: name,
      bus,
      logger,
      clock,
      compile: compileOnce,
      onEvents: (sagaId, events) => onEvents(name, sagaId, events),
      localLeaseMs: LEASE_MS,
      localWork: {
        participants: new Set(name === COORDINATOR ? [] : [name]),
        take: (jobs) => {
          for (const job of jobs) onLocalJob(name, job);
        },
        withdraw: () => undefined,
      },
    });
  }
}

/** The hosts that a placement names. */
export function hostsOf(placement: WantedPlacement, participants: readonly string[]): string[] {
  if (placement === 'orchestrated') return [];
  const hosts = placement === 'choreographed' ? participants : Object.values(placement);
  return [...new Set(hosts)].filter((host) => host !== COORDINATOR);
}
