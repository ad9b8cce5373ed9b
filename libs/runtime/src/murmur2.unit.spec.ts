import { murmur2 } from './murmur2';
import { SHARDS, shardOf } from './shard';

describe('murmur2', () => {
  // The vectors that Kafka's own clients are tested with.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as Kafka does', (text, hash) => {
    expect(murmur2(text)).toBe(hash);
  });

  it('spreads saga ids over every shard', () => {
    const shards = new Set(Array.from({ length: 2000 }, (_, i) => shardOf(`saga-${i}`)));
    expect(shards.size).toBe(SHARDS);
  });
});
