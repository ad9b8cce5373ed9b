import { hostBlocks } from './host-blocks';

const blockOf = (number: number, block: number) =>
  hostBlocks(
    () => Promise.resolve(number),
    () => Promise.resolve(block),
  )();

const LAST = 2 ** 17 - 1;

it('gives each host a range of its own, above that of the orchestrator and below 2^25', async () => {
  expect(await blockOf(1, 0)).toBe(2 ** 24);
  expect(await blockOf(2, 0)).toBe((await blockOf(1, LAST)) + 1);
  expect(await blockOf(128, LAST)).toBe(2 ** 25 - 1);
});

it('hands out nothing of the next host’s range', async () => {
  await expect(blockOf(1, LAST + 1)).rejects.toThrow(
    /has used up its 131072 blocks .* give this host a new database/,
  );
});
