import { createHash } from 'node:crypto';
import { compileScore, type Score } from '@partitura/bpmn';
import type { SagaEvent, SagaState } from '@partitura/engine';
import {
  type BusRecord,
  type CommandBody,
  decodeCloudEvent,
  encodeCloudEvent,
  type JobAnswer,
  type JobRequest,
  type JobWithdrawal,
  type Logger,
  messageTypes,
  type Resource,
  parseKey,
  SteppedRuntime,
  topics,
} from '@partitura/runtime';
import { createMemoryStore } from '../memory-store/create-memory-store';
import { History } from './history';
import { Jobs, type SimulatedJob } from './jobs';
import { ScenarioFailure } from './scenario-failure';
import { SimulatedBus } from './simulated-bus';

const MAX_STEPS = 200_000;
const HOST = 'orchestrator';
const SERVICES = 'services';

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Models are compiled once, however many scenarios use them. */
const compiled = new Map<string, Promise<Score>>();

function compileOnce(xml: string): Promise<Score> {
  const hash = createHash('sha256').update(xml).digest('base64');
  let score = compiled.get(hash);
  if (!score) compiled.set(hash, (score = compileScore(xml)));
  return score;
}

/** The real runtime on a simulated machine: a clock that stands until it is moved, a store and a bus in memory, services. */
export class World {
  readonly jobs = new Jobs();
  readonly history: History;
  private readonly storage = createMemoryStore(() => this.now);
  private readonly bus = new SimulatedBus(() => this.now);
  private current: SteppedRuntime;
  private readonly sagas = new Set<string>();
  private readonly answered: (() => void)[] = [];
  private participants = '';
  private steps = 0;
  /** Something has changed since messages and timers were looked for. */
  private changed = true;

  constructor(
    public now: number,
    /** Lets a scripted worker answer one job; false when none waits. */
    private readonly callWorker: () => Promise<boolean>,
  ) {
    this.history = new History((instance, element) => {
      const definition = this.current.registry.versionsOf(instance.process).at(-1);
      return definition?.process.elements.get(element)?.loop !== undefined;
    });
    this.current = this.createRuntime();
  }

  get runtime(): SteppedRuntime {
    return this.current;
  }

  private createRuntime(): SteppedRuntime {
    return new SteppedRuntime({
      ...this.storage,
      bus: this.bus,
      logger: silent,
      clock: () => this.now,
      compile: compileOnce,
      onEvents: (sagaId, events) => this.hear(sagaId, events),
    });
  }

  async start(): Promise<void> {
    await this.current.start();
    await this.joinServices();
  }

  private hear(sagaId: string, events: readonly SagaEvent[]): void {
    this.changed = true;
    this.sagas.add(sagaId);
    for (const event of events) {
      if (event.type === 'ElementEntered' && ++this.steps > MAX_STEPS)
        throw new ScenarioFailure(
          `The scenario does not come to rest within ${MAX_STEPS} steps. Look for a loop without end.`,
        );
      this.history.hear(sagaId, event);
      this.jobs.hear(sagaId, event);
    }
  }

  /** Everything in memory is gone; what is durable goes on with a new process. */
  async crash(): Promise<void> {
    this.bus.forgetMembers();
    this.current = this.createRuntime();
    this.participants = '';
    this.changed = true;
    await this.start();
    await this.rest();
  }

  /** All that the bus has delivered, and every answer, comes once more. */
  async redeliver(): Promise<void> {
    this.bus.redeliver(HOST);
    this.bus.redeliver(SERVICES);
    for (const again of this.answered.slice()) again();
    await this.rest();
  }

  async deploy(resources: readonly Resource[]): Promise<void> {
    await this.current.deploy(resources);
    await this.current.join();
    await this.joinServices();
    this.changed = true;
  }

  /** One group stands for all services of participants: it receives their commands. */
  private async joinServices(): Promise<void> {
    const names = this.current.registry.participants;
    if (names.join(' ') === this.participants) return;
    this.participants = names.join(' ');
    await this.bus.subscribe({
      group: SERVICES,
      topics: names.map(topics.commands),
      handle: (records) => this.receive(records),
    });
  }

  private async receive(records: readonly BusRecord[]): Promise<void> {
    for (const record of records) {
      const { type, sagaId, data } = decodeCloudEvent(record);
      if (type === messageTypes.jobRequested) {
        const request = data as JobRequest;
        this.jobs.received(sagaId, parseKey(request.jobKey)?.localId ?? 0, request);
      } else if (type === messageTypes.jobWithdrawn) await this.acknowledge(sagaId, data as JobWithdrawal);
    }
  }

  /** A simulated service commits with its answer: a job that is withdrawn before was never committed. */
  private acknowledge(sagaId: string, { jobKey, elementId, replyTo }: JobWithdrawal): Promise<void> {
    const data = { jobKey, elementId, lateUndo: 'none' as const };
    return this.bus.publish([
      encodeCloudEvent(replyTo, {
        id: `${jobKey}/acknowledged`,
        source: '/services',
        type: messageTypes.withdrawalAcknowledged,
        sagaId,
        data,
      }),
    ]);
  }

  /** A worker's answer, by the bus where the command came by it. */
  async answer(job: SimulatedJob, outcome: JobAnswer['outcome']): Promise<void> {
    const { request, sagaId } = job;
    if (!request) {
      const command = this.commandOf(job, outcome);
      const send = (): void => {
        void this.current.submit(sagaId, { kind: 'command', command }).catch(() => undefined);
      };
      this.answered.push(send);
      send();
      return;
    }
    const { jobKey, attempt, elementId, replyTo } = request;
    const data: JobAnswer = { jobKey, attempt, elementId, outcome };
    await this.bus.publish([
      encodeCloudEvent(replyTo, {
        id: `${jobKey}/${attempt}/answer`,
        source: '/services',
        type: messageTypes.jobAnswered,
        sagaId,
        data,
      }),
    ]);
  }

  /** What an answer tells the engine. */
  commandOf({ id: job, kind, attempt }: SimulatedJob, outcome: JobAnswer['outcome']): CommandBody {
    switch (outcome.kind) {
      case 'completed':
        return kind === 'user'
          ? { kind: 'completeUserTask' as const, job, variables: outcome.variables }
          : { kind: 'completeJob' as const, job, attempt, variables: outcome.variables };
      case 'error': {
        const { kind: _, ...error } = outcome;
        return { kind: 'throwJobError' as const, job, attempt, ...error };
      }
      case 'failed': {
        const { kind: _, ...failure } = outcome;
        return { kind: 'failJob' as const, job, attempt, ...failure };
      }
    }
  }

  /** Lets the system run until nothing moves at this moment of the clock. */
  async rest(): Promise<void> {
    for (;;) {
      await turn();
      if (this.current.hasWork) {
        this.changed = true;
        await this.current.step();
      } else if (this.bus.deliver(HOST) || this.bus.deliver(SERVICES)) continue;
      else if (this.changed) {
        this.changed = false;
        void this.current.lookForMessages();
        void this.current.lookForTimers();
      } else if (!(await this.callWorker())) return;
    }
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
