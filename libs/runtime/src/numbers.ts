import { SHARDS } from './shard';

/** Numbers handed out per block: what a stop or a crash wastes at most. */
const BLOCK_SIZE = 1024;

/** Gives the next block of numbers; no two callers ever get the same one. */
export type ReserveBlock = () => Promise<number>;

/**
 * Hands out unique numbers below 2^41 without asking the database each time: blocks come from a sequence, the lowest
 * 6 bits are the shard. Call `reserve(n)` before `n` calls of `next`.
 */
export class Numbers {
  private blocks: { next: number; readonly end: number }[] = [];
  private left = 0;

  constructor(private readonly reserveBlock: ReserveBlock) {}

  /** Resolves when at least `count` numbers can be taken without waiting. */
  async reserve(count: number): Promise<void> {
    while (this.left < count) {
      const start = (await this.reserveBlock()) * BLOCK_SIZE;
      this.blocks.push({ next: start, end: start + BLOCK_SIZE });
      this.left += BLOCK_SIZE;
    }
  }

  next(shard: number): number {
    const block = this.blocks[0];
    if (!block) throw new Error('No number is reserved: call reserve() first.');
    const counter = block.next++;
    this.left -= 1;
    if (block.next === block.end) this.blocks.shift();
    return counter * SHARDS + shard;
  }
}
