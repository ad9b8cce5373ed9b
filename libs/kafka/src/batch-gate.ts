import { backoffMs, type BusRecord, Wake } from '@partitura/runtime';
import { type EachBatchPayload } from 'kafkajs';
import { decodeRecord } from './decode-record';

export interface BatchGateOptions {
  readonly handle: (records: readonly BusRecord[]) => Promise<void>;
  readonly maxBatch: number;
  readonly heartbeatMs: number;
  readonly onFinished: (topic: string, partition: number, lastOffset: string) => void;
  readonly onProblem: (error: unknown) => void;
}

interface Waiting {
  readonly payload: EachBatchPayload;
  readonly done: () => void;
}

/**
 * Joins the batches that kafkajs brings partition by partition into one call of the handler.
 *
 * kafkajs fetches again only when all batches of a fetch are done, so a slow handler holds back the fetching.
 * Meanwhile heartbeats go out from here: kafkajs sends them between fetches only.
 */
export class BatchGate {
  private waiting: Waiting[] = [];
  private running: Promise<void> | undefined;
  private readonly wake = new Wake();
  private paused = false;
  private closing = false;
  private rejections = 0;

  constructor(private readonly options: BatchGateOptions) {}

  readonly eachBatch = (payload: EachBatchPayload): Promise<void> =>
    new Promise((done) => {
      this.waiting.push({ payload, done });
      this.running ??= this.run();
    });

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.wake.signal();
  }

  /** Lets the batch in hand finish and takes no more. */
  async close(): Promise<void> {
    this.closing = true;
    this.wake.signal();
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      // All partitions of one fetch arrive in the same turn.
      await Promise.resolve();
      const batches = this.waiting;
      this.waiting = [];
      await this.work(batches);
      for (const { done } of batches) done();
    }
    this.running = undefined;
  }

  private async work(batches: readonly Waiting[]): Promise<void> {
    const membership = new Membership(batches[0]?.payload, this.options.heartbeatMs);
    const mayGoOn = () => !this.closing && membership.valid;
    try {
      while (this.paused && mayGoOn()) await this.wake.wait(this.options.heartbeatMs);
      if (mayGoOn()) await this.handOver(batches, mayGoOn);
      this.rejections = 0;
    } catch (error) {
      this.rejections += 1;
      this.options.onProblem(error);
      // Offsets that are not resolved are fetched again, so a pause here is all that it takes.
      const until = Date.now() + backoffMs(this.rejections);
      for (let left = until - Date.now(); left > 0 && mayGoOn(); left = until - Date.now())
        await this.wake.wait(Math.min(left, this.options.heartbeatMs));
    } finally {
      membership.end();
    }
  }

  private async handOver(batches: readonly Waiting[], mayGoOn: () => boolean): Promise<void> {
    const { handle, maxBatch } = this.options;
    const records = batches.flatMap(({ payload: { batch } }) =>
      batch.messages.map((message) => decodeRecord(batch.topic, batch.partition, message)),
    );
    const finish = batches.map(({ payload }) => payload);
    const ends = runningTotal(finish.map(({ batch }) => batch.messages.length));
    for (let start = 0; start < records.length && mayGoOn(); start += maxBatch) {
      const end = Math.min(start + maxBatch, records.length);
      await handle(records.length <= maxBatch ? records : records.slice(start, end));
      finish.forEach((payload, index) => {
        const { batch } = payload;
        const first = (ends[index] as number) - batch.messages.length;
        const last = batch.messages[Math.min(end, ends[index] as number) - first - 1];
        if (end <= first || start >= (ends[index] as number) || !last) return;
        payload.resolveOffset(last.offset);
        this.options.onFinished(batch.topic, batch.partition, last.offset);
      });
    }
  }
}

/** Keeps the member alive while a batch is worked off, and notices when it no longer is one. */
class Membership {
  valid = true;
  private readonly timer: NodeJS.Timeout;

  constructor(payload: EachBatchPayload | undefined, heartbeatMs: number) {
    this.timer = setInterval(() => {
      // Whatever ails it, kafkajs meets it again at its own next heartbeat and deals with it.
      payload?.heartbeat().catch(() => (this.valid = false));
    }, heartbeatMs);
  }

  end(): void {
    clearInterval(this.timer);
  }
}

function runningTotal(lengths: readonly number[]): number[] {
  let total = 0;
  return lengths.map((length) => (total += length));
}
