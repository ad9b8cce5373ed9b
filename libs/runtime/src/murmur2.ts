const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** The 32-bit MurmurHash2 over UTF-8 bytes as Kafka's clients partition with; a signed integer. */
export function murmur2(text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  const { length } = bytes;
  const tail = length & ~3;
  let hash = SEED ^ length;
  for (let i = 0; i < tail; i += 4) {
    let word = Math.imul(bytes.readInt32LE(i), M);
    word ^= word >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(word, M);
  }
  const left = length - tail;
  if (left >= 3) hash ^= (bytes[tail + 2] ?? 0) << 16;
  if (left >= 2) hash ^= (bytes[tail + 1] ?? 0) << 8;
  if (left >= 1) hash = Math.imul(hash ^ (bytes[tail] ?? 0), M);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return hash ^ (hash >>> 15);
}
