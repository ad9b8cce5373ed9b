import { type FeelValue, isContext, toJson } from '@partitura/feel';

/** Whether a computed value is the expected one: numbers to 8 places, as the kit demands, contexts by their entries. */
export function sameValue(actual: FeelValue, expected: FeelValue): boolean {
  if (actual === null || expected === null) return actual === expected;
  if (typeof actual === 'number' && typeof expected === 'number')
    return Math.abs(actual - expected) <= 1e-8 * Math.max(1, Math.abs(expected));
  if (Array.isArray(actual) && Array.isArray(expected))
    return (
      actual.length === expected.length && actual.every((item, i) => sameValue(item, expected[i] ?? null))
    );
  if (isContext(actual) && isContext(expected)) {
    const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
    return [...keys].every((key) => sameValue(actual[key] ?? null, expected[key] ?? null));
  }
  if (typeof actual !== 'object' || typeof expected !== 'object') return actual === expected;
  // Dates, times and durations; functions and ranges are no results of the kit.
  return (
    Object.getPrototypeOf(actual) === Object.getPrototypeOf(expected) && textOf(actual) === textOf(expected)
  );
}

function textOf(value: FeelValue): unknown {
  try {
    return toJson(value);
  } catch {
    return value;
  }
}
