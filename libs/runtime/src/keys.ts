/**
 * Public keys: positive 63-bit integers written as decimal strings. The upper 41 bits are the number of the saga (or
 * of the deployed score), the lower 22 the local id inside it; the lowest 6 bits of the number are the shard.
 */
const LOCAL_BITS = 22n;
const LOCAL_MASK = (1n << LOCAL_BITS) - 1n;
const LARGEST = (1n << 63n) - 1n;

export interface KeyParts {
  readonly number: number;
  readonly localId: number;
}

export function publicKey(number: number, localId: number): string {
  return ((BigInt(number) << LOCAL_BITS) | BigInt(localId)).toString();
}

/** Undefined for what cannot be a key: not a decimal string of 1 to 2^63-1. */
export function parseKey(key: string): KeyParts | undefined {
  if (!/^[1-9][0-9]{0,18}$/.test(key)) return undefined;
  const value = BigInt(key);
  if (value > LARGEST) return undefined;
  return { number: Number(value >> LOCAL_BITS), localId: Number(value & LOCAL_MASK) };
}
