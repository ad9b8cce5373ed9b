import { type InstanceState, isFinal, type SagaState } from '@partitura/engine';
import type { Logger } from '../logger';
import { endOf, type PartSummary } from '../distribution/part-summary';
import { stateOf } from '../loop/stored-state';
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
    private readonly logger: Logger,
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

  /** Their rows say how these have ended. */
  endedInStore(sagaIds: readonly string[]): void {
    const awaited = sagaIds.filter((sagaId) => this.isAwaited(sagaId));
    if (awaited.length === 0) return;
    this.look(awaited).catch((error: unknown) =>
      this.logger.debug({ err: error }, 'How sagas have ended is looked up later.'),
    );
  }

  private async poll(): Promise<void> {
    const now = Date.now();
    const due = [...this.waiting].filter(([, { lookAt }]) => lookAt <= now).slice(0, POLL_LIMIT);
    for (const [, waiting] of due) waiting.lookAt = now + LOOK_AFTER_MS;
    await this.look(due.map(([sagaId]) => sagaId));
  }

  private async look(sagaIds: readonly string[]): Promise<void> {
    if (sagaIds.length === 0) return;
    const [rows, remote] = await Promise.all([this.store.load(sagaIds), this.store.remoteParts(sagaIds)]);
    for (const row of rows)
      if (row.status !== 'tombstone' && isFinal(row.status)) this.ended(row.sagaId, stateOf(row));
    // Of sagas that began elsewhere another process of this host may have heard.
    for (const { sagaId, part } of remote) {
      const told = JSON.parse(part) as PartSummary;
      if (told.host === told.root && isFinal(told.status)) this.ended(sagaId, endOf(told));
    }
  }
}
