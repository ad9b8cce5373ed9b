import {
  backoffMs,
  type BusRecord,
  BusUnavailableError,
  type SubscribeOptions,
  type Subscription,
  Wake,
} from '@partitura/runtime';
import { partitionKey } from './assign-partitions';
import { decodeFrames } from './frames';
import { GroupMember } from './group-member';
import { type LogDatabase } from './log-database';
import { PendingReads } from './pending-reads';
import { type ProducerDirectory } from './producer-directory';
import { type BatchRow, readBatches } from './statements/read-batches';

export interface LogConsumerOptions extends SubscribeOptions {
  readonly database: LogDatabase;
  readonly producers: ProducerDirectory;
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  readonly pollMs: number;
  readonly commitMs: number;
  readonly onProblem: (what: string, error: unknown) => void;
}

/** Rows of one read at most: a few megabytes. */
const ROWS_PER_READ = 256;

/** Reads the partitions it owns and hands them over, one batch at a time. */
export class LogConsumer implements Subscription {
  private readonly wake = new Wake();
  private readonly reads: PendingReads;
  private readonly dirty = new Set<string>();
  private readonly loop: Promise<void>;
  private readonly stopListening: () => void;
  private readonly topicNames = new Map<number, string>();
  private member: GroupMember | undefined;
  private storeTimer: NodeJS.Timeout | undefined;
  private paused = false;
  private closing = false;
  private dead = false;
  /** No batch is handed over before: the handler rejected. */
  private restUntil = 0;
  private rejections = 0;
  private settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  /** The first assignment is there, or the database is away. */
  readonly started: Promise<void>;

  constructor(private readonly options: LogConsumerOptions) {
    this.reads = new PendingReads(options.pollMs);
    this.started = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    this.stopListening = options.database.onNotice((notice) => {
      if (notice === 'reconnected') this.reads.pollNow();
      else if (notice.kind === 'group') return;
      else if (!this.reads.note(notice, this.member?.owned, options.producers.known)) return;
      this.wake.signal();
    });
    this.loop = this.run();
  }

  get problem(): string | undefined {
    const silentMs = this.member?.silentMs ?? 0;
    return silentMs > this.options.sessionTimeoutMs
      ? `Consumer group ${this.options.group} has heard nothing of this member for ${silentMs} ms: ` +
          'check the database and that no handler blocks the event loop.'
      : undefined;
  }

  /** Positions of producers that are gone for good need not be kept. */
  forgetProducers(known: ReadonlySet<number>): void {
    for (const { positions } of this.member?.owned.values() ?? [])
      for (const producer of positions.keys()) if (!known.has(producer)) positions.delete(producer);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.wake.signal();
  }

  async close(): Promise<void> {
    this.closing = true;
    this.wake.signal();
    await this.loop;
    this.stopListening();
    clearTimeout(this.storeTimer);
    // Without a word the others wait until the session ends, which is all that is lost here.
    if (!this.dead) await this.member?.leave().catch(() => undefined);
  }

  /** Ends as a process does that is killed: nothing is stored, nobody is told. For tests of takeover. */
  die(): void {
    this.dead = true;
    this.closing = true;
    this.member?.stop();
    clearTimeout(this.storeTimer);
    this.stopListening();
    this.wake.signal();
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.closing) {
      try {
        await this.step();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.reads.pollNow();
        this.options.onProblem(`Consumer group ${this.options.group} cannot read`, error);
        if (error instanceof BusUnavailableError) this.settle?.resolve();
        else this.settle?.reject(error);
        await this.waitUntil(Date.now() + backoffMs(failures, 2_000));
      }
    }
    this.settle?.resolve();
  }

  private async step(): Promise<void> {
    this.member ??= await this.join();
    if (this.member.rebalanceDue) {
      for (const claim of await this.member.rebalance()) this.dirty.delete(partitionKey(claim));
      this.reads.pollNow();
    }
    if (this.member.settled) this.settle?.resolve();
    const now = Date.now();
    if (this.paused || now < this.restUntil)
      return this.wake.wait(this.paused ? this.options.pollMs : this.restUntil - now);

    const wanted = this.reads.take(this.member.owned, this.options.producers.known);
    if (wanted.length === 0) return this.wake.wait(this.reads.msUntilPoll());
    const limit = Math.min(Math.max(Math.ceil(ROWS_PER_READ / wanted.length), 4), 64);
    const rows = await readBatches(this.options.database.reader, wanted, limit);
    this.reads.keepFull(rows, limit);
    if (rows.length > 0 && !this.closing) await this.handOver(rows);
  }

  private async join(): Promise<GroupMember> {
    const { database, group, sessionTimeoutMs, heartbeatMs } = this.options;
    await database.ready();
    const topics = await database.findTopics(this.options.topics);
    for (const { id, name } of topics) this.topicNames.set(id, name);
    const member = new GroupMember({
      database,
      group,
      topics,
      sessionTimeoutMs,
      heartbeatMs,
      onRebalanceDue: () => this.wake.signal(),
    });
    try {
      await member.join();
      return member;
    } catch (error) {
      member.stop();
      throw error;
    }
  }

  private async handOver(rows: readonly BatchRow[]): Promise<void> {
    const { handle, maxBatch = 500 } = this.options;
    const records: BusRecord[] = [];
    const ends = rows.map((row) => records.push(...this.recordsOf(row)));
    let rowsDone = 0;
    try {
      for (let start = 0; start < records.length && !this.closing; start += maxBatch) {
        const end = start + maxBatch;
        await handle(records.length <= maxBatch ? records : records.slice(start, end));
        if (this.dead) return;
        while (rowsDone < rows.length && (ends[rowsDone] as number) <= end)
          this.advance(rows[rowsDone++] as BatchRow);
      }
      this.rejections = 0;
    } catch (error) {
      this.rejections += 1;
      this.restUntil = Date.now() + backoffMs(this.rejections);
      this.options.onProblem(`Consumer group ${this.options.group}: the handler rejected a batch`, error);
    }
    // Positions stand before what was not worked off, so the same rows come again.
    this.reads.again(rows.slice(rowsDone));
  }

  private recordsOf(row: BatchRow): BusRecord[] {
    const topic = this.topicNames.get(row.topic) ?? '';
    return decodeFrames(row.records).map((frame, index) => ({
      ...frame,
      topic,
      partition: row.partition,
      offset: `${row.producer}.${row.seq}.${index}`,
      timestamp: row.at,
    }));
  }

  private advance(row: BatchRow): void {
    const key = partitionKey(row);
    this.member?.owned.get(key)?.positions.set(row.producer, row.seq);
    this.dirty.add(key);
    this.storeTimer ??= setTimeout(() => void this.storePositions(), this.options.commitMs);
  }

  private async storePositions(): Promise<void> {
    this.storeTimer = undefined;
    const keys = [...this.dirty];
    this.dirty.clear();
    try {
      await this.member?.store(keys);
    } catch {
      // The database is away: what is not stored comes again, so only the next attempt matters.
      for (const key of keys) this.dirty.add(key);
      if (!this.closing)
        this.storeTimer ??= setTimeout(() => void this.storePositions(), this.options.commitMs * 10);
    }
  }

  /** Not cut short by notices, else a database that is away would be asked without a pause. */
  private async waitUntil(time: number): Promise<void> {
    for (let left = time - Date.now(); left > 0 && !this.closing; left = time - Date.now())
      await this.wake.wait(left);
  }
}
