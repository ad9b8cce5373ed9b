import type { Logger } from '../logger';
import type { Bus, BusMessage } from '../ports/bus';
import type { Commit, SagaStore } from '../ports/saga-store';
import { messageOf } from './outbox-message';

/** A delete of its own comes only after this long without another commit that could take it along. */
const TIDY_AFTER_MS = 250;
const RETRY_MS = 500;
const DRAIN_BATCHES = 10;

/**
 * Publishes what a commit has put into the outbox, from memory, and remembers which batches the next commit may delete.
 * While the bus is away it falls behind: rows stay where they are and are drained in commit order before anything newer
 * goes out (P3), so that the loop goes on without the bus.
 */
export class OutboxPublisher {
  private published: number[] = [];
  private behind: number[] = [];
  private draining: Promise<void> | undefined;
  private tidyTimer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly store: SagaStore,
    private readonly bus: Bus,
    private readonly logger: Logger,
  ) {}

  /** Batches that are on the bus; give them to `forget` when a commit has deleted their rows. */
  get deletable(): readonly number[] {
    return this.published.slice();
  }

  forget(batches: readonly number[]): void {
    if (batches.length === 0) return;
    const gone = new Set(batches);
    this.published = this.published.filter((batch) => !gone.has(batch));
  }

  /** Resolves when the messages are on the bus, or when they wait in the outbox for it. Never rejects. */
  async publish(batches: readonly number[], messages: readonly BusMessage[]): Promise<void> {
    if (this.behind.length === 0) {
      try {
        await this.bus.publish(messages);
        this.published.push(...batches);
        this.tidyLater();
        return;
      } catch (error) {
        this.logger.warn(
          { err: error },
          'The bus does not take messages; they wait in the outbox until it does.',
        );
      }
    }
    this.behind.push(...batches);
    this.draining ??= this.drain().finally(() => (this.draining = undefined));
  }

  get isBehind(): boolean {
    return this.behind.length > 0;
  }

  /** Deletes what is published; what is behind stays for the next start or another process. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.tidyTimer);
    await this.draining;
    await this.tidy();
  }

  private async drain(): Promise<void> {
    while (this.behind.length > 0 && !this.stopped) {
      try {
        await this.drainOnce();
      } catch (error) {
        this.logger.debug({ err: error }, 'The outbox cannot be drained yet.');
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  private async drainOnce(): Promise<void> {
    const batches = this.behind.slice(0, DRAIN_BATCHES);
    const rows = await this.store.unpublished(batches);
    if (rows.length > 0) await this.bus.publish(rows.map(messageOf));
    this.behind.splice(0, batches.length);
    this.published.push(...batches);
    await this.tidy();
  }

  private tidyLater(): void {
    clearTimeout(this.tidyTimer);
    this.tidyTimer = setTimeout(() => void this.tidy(), TIDY_AFTER_MS).unref();
  }

  private async tidy(): Promise<void> {
    const published = this.deletable;
    if (published.length === 0) return;
    try {
      await this.store.commit({ ...nothing, published });
      this.forget(published);
    } catch (error) {
      this.logger.debug(
        { err: error },
        'Published messages stay in the outbox for now; a sweep may send them again.',
      );
    }
  }
}

const nothing: Commit = {
  sagas: [],
  finished: [],
  outbox: [],
  published: [],
  subscriptionsOpened: [],
  subscriptionsClosed: [],
  messagesBuffered: [],
  messagesTaken: [],
  startLocksTaken: [],
  startLocksReleased: [],
  jobsOpened: [],
  jobsClosed: [],
  startTimersFired: [],
};
