import { partitionKey } from './assign-partitions';
import { type LogDatabase } from './log-database';
import { type Claim } from './statements/claims';
import { type ReadPosition } from './statements/read-batches';
import { becomeJanitor, deleteOld, deleteUpTo, readClaims } from './statements/retention';

export interface RetentionOptions {
  readonly database: LogDatabase;
  /** How long rows stay after every group has read them. */
  readonly readRetentionMs: number;
  /** How long rows stay that somebody has not read, or nobody reads. */
  readonly maxAgeMs: number;
}

/**
 * Deletes what is no longer needed; of all buses on one database one does it.
 *
 * It remembers what every group had read and deletes that when it has become old enough: so it never looks at the age
 * of rows, of which there are many.
 */
export class Retention {
  private history: { readonly time: number; readonly read: readonly ReadPosition[] }[] = [];
  private lastThorough = 0;

  constructor(private readonly options: RetentionOptions) {}

  async sweep(now = Date.now()): Promise<void> {
    const { database, readRetentionMs, maxAgeMs } = this.options;
    if (!(await becomeJanitor(database.reader))) {
      this.history = [];
      return;
    }
    this.history.push({ time: now, read: readByAll(await readClaims(database.reader)) });
    const due = this.history.filter(({ time }) => time <= now - readRetentionMs).at(-1);
    if (due) {
      await deleteUpTo(database.reader, due.read);
      this.history = this.history.filter(({ time }) => time > due.time);
    }
    if (now - this.lastThorough >= 10 * 60_000) {
      await deleteOld(database.reader, maxAgeMs);
      this.lastThorough = now;
    }
  }
}

/** The lowest position of all groups, for each partition and producer. */
export function readByAll(claims: readonly Claim[]): ReadPosition[] {
  const byPartition = new Map<string, Claim[]>();
  for (const claim of claims) {
    const key = partitionKey(claim);
    byPartition.set(key, [...(byPartition.get(key) ?? []), claim]);
  }
  return [...byPartition.values()].flatMap(([first, ...others]) =>
    [...(first?.positions ?? [])].flatMap(([producer, seq]) => {
      const lowest = Math.min(seq, ...others.map(({ positions }) => positions.get(producer) ?? 0));
      return first && lowest > 0
        ? { topic: first.topic, partition: first.partition, producer, seq: lowest }
        : [];
    }),
  );
}
