import { toJson } from '@partitura/feel';

/** Whether a computed value is the expected one: numbers to 8 places, as the kit demands, contexts by their entries. */
export function sameValue(actual: unknown, expected: unknown): boolean {
  if (actual === undefined || actual === null) return expected === null || expected === undefined;
  if (typeof actual === 'number' && typeof expected === 'number')
    return Math.abs(actual - expected) <= 1e-8 * Math.max(1, Math.abs(expected));
  if (Array.isArray(actual) && Array.isArray(expected))
    return actual.length === expected.length && actual.every((item, i) => sameValue(item, expected[i]));
  if (isContext(actual) && isContext(expected)) {
    const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
    return [...keys].every((key) => sameValue(actual[key], expected[key]));
  }
  if (typeof actual === 'object' && typeof expected === 'object') return toJson(actual) === toJson(expected);
  return actual === expected;
}

const isContext = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
