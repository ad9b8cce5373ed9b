import type { Logger } from '../logger';
import type { SagaStore, StoreCounts } from '../ports/saga-store';
import { Repeat } from '../repeat';

const EVERY_MS = 10_000;

/** Counts for the gauges, so that a collection of metrics asks the store nothing. */
export class StoreWatch {
  counts: StoreCounts = { active: 0, incidents: 0, outboxRows: 0, outboxOldestAgeMs: 0 };
  private readonly repeat: Repeat;

  constructor(store: SagaStore, logger: Logger) {
    this.repeat = new Repeat(
      'Counting rows',
      EVERY_MS,
      async () => {
        this.counts = await store.counts();
      },
      logger,
    );
  }

  start(): void {
    this.repeat.start();
  }

  stop(): Promise<void> {
    return this.repeat.stop();
  }
}
