import type { InstanceState, SagaState } from '@partitura/engine';
import type { Logger } from '../logger';
import type { SagaStore } from '../ports/saga-store';
import { Repeat } from '../repeat';

/** Another process may end the saga: its row is looked at, but not before it had time to end here. */
const LOOK_AFTER_MS = 500;
const POLL_MS = 250;
const POLL_LIMIT = 500;

/** How a saga has ended; instances of other hosts are not all known. */
export interface SagaEnd extends Pick<SagaState, 'status' | 'reason' | 'handlerSkipped'> {
  readonly instances: Readonly<Record<number, Pick<InstanceState, 'variables'>>>;
}

export interface Listener {
  readonly end: Promise<SagaEnd | undefined>;
  cancel(): void;
}

interface Waiting {
  readonly finishers: Set<(end?: SagaEnd) => void>;
  /** Epoch ms. */
  lookAt: number;
}

/** Those who wait for the end of a saga: told by this process's commits, and by the row when another one ends it. */
export class Waiters {
  private readonly waiting = new Map<string, Waiting>();
  private readonly repeat: Repeat;

  constructor(
    private readonly store: SagaStore,
    logger: Logger,
  ) {
    this.repeat = new Repeat('Looking for ended sagas', POLL_MS, () => this.poll(), logger);
  }

  start(): void {
    this.repeat.start();
  }

  stop(): Promise<void> {
    return this.repeat.stop();
  }

  /** Begins to listen at once; `end` resolves with undefined when `timeoutMs` pass or `cancel` is called before. */
  listen(sagaId: string, timeoutMs: number): Listener {
    let finish: (end?: SagaEnd) => void = () => undefined;
    const end = new Promise<SagaEnd | undefined>((resolve) => {
      finish = (state) => {
        clearTimeout(timer);
        const others = this.waiting.get(sagaId);
        if (others?.finishers.delete(finish) && others.finishers.size === 0) this.waiting.delete(sagaId);
        resolve(state);
      };
      const timer = setTimeout(() => finish(), timeoutMs);
      const waiting = this.waiting.get(sagaId);
      if (waiting) waiting.finishers.add(finish);
      else this.waiting.set(sagaId, { finishers: new Set([finish]), lookAt: Date.now() + LOOK_AFTER_MS });
    });
    return { end, cancel: () => finish() };
  }

  isAwaited(sagaId: string): boolean {
    return this.waiting.has(sagaId);
  }

  ended(sagaId: string, end: SagaEnd): void {
    const waiting = this.waiting.get(sagaId);
    if (waiting) for (const finish of [...waiting.finishers]) finish(end);
  }

  private async poll(): Promise<void> {
    const now = Date.now();
    const due = [...this.waiting].filter(([, { lookAt }]) => lookAt <= now).slice(0, POLL_LIMIT);
    for (const [, waiting] of due) waiting.lookAt = now + LOOK_AFTER_MS;
    for (const { sagaId, status, state } of await this.store.load(due.map(([sagaId]) => sagaId)))
      if (status === 'completed' || status === 'compensated' || status === 'cancelled')
        this.ended(sagaId, JSON.parse(state) as SagaState);
  }
}
