import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from 'feelin';
import type { Json } from './json';

/** Results come from outside of this library: a list that holds itself must not end the process. */
const MAX_DEPTH = 500;

/**
 * A result as variables hold it: dates, times and durations as ISO 8601 text, what is missing as null.
 * Throws an `Error` for values that JSON cannot hold (functions, ranges).
 */
export function toJson(value: unknown, depth = 0): Json {
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'boolean':
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'object':
      return value === null ? null : objectToJson(value, depth);
    case 'function':
    case 'bigint':
    case 'symbol':
      throw new Error(
        `its result holds a ${typeof value}, which no variable can hold. Call it, or leave it out.`,
      );
  }
}

function objectToJson(value: object, depth: number): Json {
  if (depth > MAX_DEPTH) throw new Error('its result is nested too deeply. Flatten it.');
  if (Array.isArray(value)) return value.map((item) => toJson(item, depth + 1));
  if (
    value instanceof FeelDate ||
    value instanceof FeelTime ||
    value instanceof FeelDateTime ||
    value instanceof FeelDuration
  ) {
    return value.toString();
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    throw new Error(
      'its result holds a function or a range, which no variable can hold. Call it, or leave it out.',
    );
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item, depth + 1)]));
}
