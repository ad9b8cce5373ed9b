import type { SagaState } from '@partitura/engine';
import type { Logger } from '../logger';
import type { SagaStore } from '../ports/saga-store';
import { Repeat } from '../repeat';

/** Another process may end the saga: its row is looked at this often. */
const POLL_MS = 500;
const POLL_LIMIT = 500;

export interface Listener {
  /** The final state of the saga. */
  readonly end: Promise<SagaState | undefined>;
  cancel(): void;
}

/** Those who wait for the end of a saga: told by this process's commits, and by the row when another one ends it. */
export class Waiters {
  private readonly waiting = new Map<string, Set<(state: SagaState) => void>>();
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
    let finish: (state?: SagaState) => void = () => undefined;
    const end = new Promise<SagaState | undefined>((resolve) => {
      finish = (state) => {
        clearTimeout(timer);
        const others = this.waiting.get(sagaId);
        if (others?.delete(finish) && others.size === 0) this.waiting.delete(sagaId);
        resolve(state);
      };
      const timer = setTimeout(() => finish(), timeoutMs);
      const waiting = this.waiting.get(sagaId);
      if (waiting) waiting.add(finish);
      else this.waiting.set(sagaId, new Set([finish]));
    });
    return { end, cancel: () => finish() };
  }

  ended(sagaId: string, state: SagaState): void {
    const waiting = this.waiting.get(sagaId);
    if (waiting) for (const finish of [...waiting]) finish(state);
  }

  /** The longest-waiting first; whoever is looked at goes to the end of the line. */
  private async poll(): Promise<void> {
    const asked = [...this.waiting.keys()].slice(0, POLL_LIMIT);
    for (const sagaId of asked) {
      const waiting = this.waiting.get(sagaId);
      this.waiting.delete(sagaId);
      if (waiting) this.waiting.set(sagaId, waiting);
    }
    for (const { sagaId, status, state } of await this.store.load(asked))
      if (status === 'completed' || status === 'compensated' || status === 'cancelled')
        this.ended(sagaId, JSON.parse(state) as SagaState);
  }
}
