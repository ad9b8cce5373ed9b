import { v7 } from 'uuid';
import type { Input } from '../loop/input';
import type { InputQueue } from '../loop/input-queue';
import type { Logger } from '../logger';
import type { SagaStore, StartTimerRow } from '../ports/saga-store';
import { Repeat } from '../repeat';
import { firing } from '../scores/start-timers';

/** Timers that another process has stored, or that this one has forgotten in a restart, are found this late at most. */
const POLL_MS = 1000;
/** If this process dies with a claimed saga, another one fires its timers after this. */
const LEASE_MS = 10_000;
const LIMIT = 200;

export interface TimerParts {
  readonly store: SagaStore;
  readonly queue: InputQueue;
  readonly logger: Logger;
  readonly clock: () => number;
}

/** Finds sagas and timer start events that are due and hands them to the loop. */
export class TimerPoller {
  private readonly repeat: Repeat;
  /** Due times this process has committed and not yet polled for. */
  private known = Infinity;

  constructor(private readonly parts: TimerParts) {
    this.repeat = new Repeat('Looking for due timers', POLL_MS, () => this.poll(), parts.logger);
  }

  start(): void {
    this.repeat.start();
  }

  /** Looks once, now. */
  look(): Promise<void> {
    return this.repeat.once();
  }

  stop(): Promise<void> {
    return this.repeat.stop();
  }

  /** A commit has stored a timer that is due then (epoch ms). */
  expect(due: number): void {
    if (due >= this.known) return;
    this.known = due;
    this.repeat.wake(due);
  }

  private async poll(): Promise<number | void> {
    const { store, clock } = this.parts;
    this.known = Infinity;
    const now = clock();
    const [sagaIds, starts] = await Promise.all([
      store.claimDue(now, now + LEASE_MS, LIMIT),
      store.dueStartTimers(now, LIMIT),
    ]);
    const done = [...sagaIds.map((sagaId) => this.fire(sagaId)), ...starts.map((row) => this.begin(row))];
    // A start timer moves on in the loop's commit: asked before that, it would still be due.
    if (starts.length > 0) await Promise.all(done);
    if (sagaIds.length === LIMIT || starts.length > 0) return 0;
    return this.known === Infinity ? await store.earliestDue() : this.known;
  }

  private fire(sagaId: string): Promise<void> {
    return this.enter(sagaId, { kind: 'timers' });
  }

  private begin(row: StartTimerRow): Promise<void> {
    return this.enter(v7(), {
      kind: 'start',
      score: row.score,
      process: row.process,
      startEvent: row.element,
      variables: {},
      timer: firing(row),
    });
  }

  private enter(sagaId: string, ask: Input['ask']): Promise<void> {
    const { queue, clock } = this.parts;
    return new Promise((resolve) => {
      const done = () => resolve();
      queue.push([{ sagaId, ask, at: clock(), origin: { source: 'timer' }, settle: done, fail: done }]);
    });
  }
}
