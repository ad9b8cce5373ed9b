import { Numbers } from './numbers';
import { SHARDS, shardOfNumber } from './shard';

it('hands out numbers that carry their shard and never come twice, over many blocks', async () => {
  let block = 0;
  const reserve = () => Promise.resolve(++block);
  const [one, two] = [new Numbers(reserve), new Numbers(reserve)];
  const seen = new Set<number>();
  for (let i = 0; i < 2000; i++)
    for (const numbers of [one, two]) {
      await numbers.reserve(1);
      const number = numbers.next(i % SHARDS);
      expect(shardOfNumber(number)).toBe(i % SHARDS);
      seen.add(number);
    }
  expect(seen.size).toBe(4000);
  expect(block).toBe(4);
});

it('says so when nothing was reserved', () => {
  expect(() => new Numbers(() => Promise.resolve(1)).next(0)).toThrow(/call reserve/);
});
