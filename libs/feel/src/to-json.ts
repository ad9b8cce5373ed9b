import type { Json } from './json';
import { FeelDateTime } from './values/feel-date-time';
import { FeelFunction } from './values/feel-function';
import { FeelObject, type FeelContext } from './values/feel-object';
import { FeelRange } from './values/feel-range';

/** Results may come from outside of this library: a list that holds itself must not end the process. */
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
  if (value instanceof FeelFunction || value instanceof FeelRange) {
    throw new Error(
      `its result holds a ${value.type}, which no variable can hold. Call it, or leave it out.`,
    );
  }
  if (value instanceof FeelDateTime) return value.toIso();
  if (value instanceof FeelObject) return value.toString();
  return contextToJson(value as FeelContext, depth);
}

function contextToJson(context: FeelContext, depth: number): Json {
  return Object.fromEntries(Object.entries(context).map(([key, item]) => [key, toJson(item, depth + 1)]));
}
