import type { ReserveBlock } from '../numbers';

/** Blocks below this are the orchestrator's; a number has room for twice as many. */
const FIRST_BLOCK = 2 ** 24;
const BLOCKS_PER_HOST = 2 ** 17;

/**
 * Blocks of a host's own range, so that no two hosts give out one number: each counts in its own database. `hostNumber`
 * may wait until the orchestrator has given it.
 */
export const hostBlocks =
  (hostNumber: () => Promise<number>, reserveBlock: ReserveBlock): ReserveBlock =>
  async () => {
    const number = await hostNumber();
    const block = await reserveBlock();
    if (block >= BLOCKS_PER_HOST)
      throw new Error(
        `Host number ${number} has used up its ${BLOCKS_PER_HOST} blocks of saga numbers: give this host a new database.`,
      );
    return FIRST_BLOCK + (number - 1) * BLOCKS_PER_HOST + block;
  };
