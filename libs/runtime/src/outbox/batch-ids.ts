import type { ReserveBlock } from '../numbers';

const BLOCK_SIZE = 1024;

/** Ids of outbox batches: unique over all processes, growing within one. */
export class BatchIds {
  private nextId = 0;
  private end = 0;

  constructor(private readonly reserveBlock: ReserveBlock) {}

  async next(): Promise<number> {
    if (this.nextId === this.end) {
      this.nextId = (await this.reserveBlock()) * BLOCK_SIZE;
      this.end = this.nextId + BLOCK_SIZE;
    }
    return this.nextId++;
  }
}
