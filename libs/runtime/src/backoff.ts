/**
 * How long to wait before the next attempt: 100 ms, doubling, at most `maxMs`, a fifth more or less so that waiters
 * which failed together do not come back together. `failures` counts from 1.
 */
export function backoffMs(failures: number, maxMs = 5_000): number {
  const grown = Math.min(100 * 2 ** Math.min(failures - 1, 20), maxMs);
  return grown * (0.8 + Math.random() * 0.4);
}
