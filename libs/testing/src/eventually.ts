import { setTimeout as pause } from 'node:timers/promises';

/**
 * Repeats a check until it no longer throws, every 10 ms for at most `timeoutMs`; then throws what it threw last.
 * Answers what the check answers.
 */
export async function eventually<T>(check: () => T | Promise<T>, timeoutMs = 15_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(10);
    }
  }
}
