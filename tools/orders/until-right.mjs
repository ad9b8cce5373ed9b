import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 200;

/**
 * Looks until nothing is wrong any more, or patience ends.
 *
 * @template {{ problems: string[] }} Result
 * @param {() => Promise<Result>} look
 * @returns {Promise<{ result: Result, late: boolean }>} `late`: it was right, and not at once
 */
export async function untilRight(look, patienceMs = PATIENCE_MS) {
  const deadline = Date.now() + patienceMs;
  let result = await look();
  if (result.problems.length === 0) return { result, late: false };
  while (result.problems.length > 0 && Date.now() < deadline) {
    await pause(LOOK_EVERY_MS);
    result = await look();
  }
  return { result, late: result.problems.length === 0 };
}
