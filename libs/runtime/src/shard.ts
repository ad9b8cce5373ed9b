import { murmur2 } from './murmur2';

/** Fixed for ever: the shard is part of every stored row and every public key. */
export const SHARDS = 64;

/**
 * The shard of a key (a saga id; name and correlation key of a message). Kafka's default partitioner uses the same
 * hash, so that the partition of a topic whose partition count divides 64 is `shard % partitions`.
 */
export function shardOf(key: string): number {
  return (murmur2(key) & 0x7fffffff) % SHARDS;
}

/** A saga's number carries its shard, so that a public key leads to one shard. */
export const shardOfNumber = (number: number): number => number % SHARDS;
