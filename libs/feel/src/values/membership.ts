import { order } from './compare';
import { equal } from './equality';
import type { FeelValue } from './feel-object';
import { FeelRange } from './feel-range';

/** Whether a value lies in a range; null when they cannot be compared. */
export function within(range: FeelRange, value: FeelValue): boolean | null {
  const start = range.start === null ? 1 : order(value, range.start);
  const end = range.end === null ? -1 : order(value, range.end);
  if (start === undefined || end === undefined) return null;
  return (range.startIncluded ? start >= 0 : start > 0) && (range.endIncluded ? end <= 0 : end < 0);
}

/** `value in candidate`: within a range, among the items of a list or within one of its ranges, or equal. */
export function isIn(value: FeelValue, candidate: FeelValue): boolean | null {
  if (candidate instanceof FeelRange) {
    return value instanceof FeelRange ? equal(value, candidate) : within(candidate, value);
  }
  if (!Array.isArray(candidate)) return equal(value, candidate);
  if (candidate.some((item) => equal(value, item) === true)) return true;
  if (candidate.some((item) => item instanceof FeelRange && isIn(value, item) === true)) return true;
  return Array.isArray(value) ? equal(value, candidate) : false;
}
