import { partitionKey, type TopicPartition } from './assign-partitions';
import { type Notice } from './notice';
import { type Claim } from './statements/claims';
import { type BatchRow, type ReadPosition } from './statements/read-batches';

/** One producer's rows of one partition: what a position belongs to. */
interface Pair extends TopicPartition {
  readonly producer: number;
}

const pairKey = (pair: Pair): string => `${partitionKey(pair)}:${pair.producer}`;

/** Which rows may be waiting: those that a notice named, those a full read left behind, and at every poll all. */
export class PendingReads {
  private readonly pairs = new Map<string, Pair>();
  private nextPollAt = 0;

  constructor(private readonly pollMs: number) {}

  /**
   * Takes down what a notice names; false when none of it is owned. All producers of its partitions are read together:
   * the notice of an earlier row, by another producer, may still be on its way.
   */
  note(
    notice: Notice & { kind: 'batch' },
    owned: ReadonlyMap<string, Claim> | undefined,
    producers: ReadonlySet<number>,
  ): boolean {
    if (notice.partitions === 'many') {
      this.pollNow();
      return true;
    }
    let mine = false;
    for (const { topic, partition } of notice.partitions) {
      if (!owned?.has(partitionKey({ topic, partition }))) continue;
      this.add({ topic, partition, producer: notice.producer });
      for (const producer of producers) this.add({ topic, partition, producer });
      mine = true;
    }
    return mine;
  }

  pollNow(): void {
    this.nextPollAt = 0;
  }

  msUntilPoll(): number {
    return Math.max(this.nextPollAt - Date.now(), 1);
  }

  /** What to read now, from where; empty when nothing is known to wait and no poll is due. */
  take(owned: ReadonlyMap<string, Claim>, producers: Iterable<number>): ReadPosition[] {
    if (Date.now() >= this.nextPollAt) {
      this.nextPollAt = Date.now() + this.pollMs;
      for (const producer of producers)
        for (const { topic, partition } of owned.values()) this.add({ topic, partition, producer });
    }
    const wanted: ReadPosition[] = [];
    for (const pair of this.pairs.values()) {
      const claim = owned.get(partitionKey(pair));
      if (claim) wanted.push({ ...pair, seq: claim.positions.get(pair.producer) ?? 0 });
    }
    this.pairs.clear();
    return wanted;
  }

  /** A pair that gave as many rows as it might has more. */
  keepFull(rows: readonly BatchRow[], limit: number): void {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const key = pairKey(row);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count === limit) this.add(row);
    }
  }

  /** These rows were not worked off. */
  again(rows: readonly BatchRow[]): void {
    for (const row of rows) this.add(row);
  }

  private add({ topic, partition, producer }: Pair): void {
    const pair = { topic, partition, producer };
    this.pairs.set(pairKey(pair), pair);
  }
}
