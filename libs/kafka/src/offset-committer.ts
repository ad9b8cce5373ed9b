import { type Consumer } from 'kafkajs';

/** Commits offsets of finished work together and a little later: one request for what a whole moment brought. */
export class OffsetCommitter {
  private finished = new Map<string, { topic: string; partition: number; offset: string }>();
  private timer: NodeJS.Timeout | undefined;
  private committing: Promise<void> = Promise.resolve();

  constructor(
    private readonly consumer: Consumer,
    private readonly commitMs: number,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /** The record at this offset, and all before it, are worked off. */
  note(topic: string, partition: number, lastOffset: string): void {
    const offset = String(BigInt(lastOffset) + 1n);
    this.finished.set(`${topic}:${partition}`, { topic, partition, offset });
    this.timer ??= setTimeout(() => void this.flush(), this.commitMs);
  }

  /** Commits what is finished now. What cannot be committed comes again, which receivers stand. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const offsets = [...this.finished.values()];
    this.finished.clear();
    if (offsets.length > 0)
      // One after the other, or an older offset could be committed last.
      this.committing = this.committing.then(() =>
        this.consumer.commitOffsets(offsets).catch((error: unknown) => this.onProblem(error)),
      );
    return this.committing;
  }

  /** After a rebalance: an offset of a partition that now is another's would set that one back. */
  forget(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.finished.clear();
  }
}
