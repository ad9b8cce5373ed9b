import { sameNumber } from './decimal';
import { FeelDate } from './feel-date';
import { FeelDateTime } from './feel-date-time';
import { DaysDuration, MonthsDuration } from './feel-duration';
import type { FeelValue } from './feel-object';
import { FeelTime } from './feel-time';

const byOrder = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The order of two values: negative, zero or positive; undefined where they have none: values of different types, a
 * time with a zone and one without, and everything but numbers, texts, dates, times and durations.
 */
export function order(left: FeelValue, right: FeelValue): number | undefined {
  if (typeof left === 'number') {
    if (typeof right !== 'number') return undefined;
    return sameNumber(left, right) ? 0 : byOrder(left, right);
  }
  if (typeof left === 'string') {
    if (typeof right !== 'string') return undefined;
    return left === right ? 0 : left < right ? -1 : 1;
  }
  if (typeof left !== 'object' || typeof right !== 'object') return undefined;
  if (left instanceof FeelDate && right instanceof FeelDate) return byOrder(left.epochDay, right.epochDay);
  if (left instanceof FeelDateTime && right instanceof FeelDateTime) {
    if (!left.zone !== !right.zone) return undefined;
    return byOrder(left.epochSeconds, right.epochSeconds) || byOrder(left.time.nanos, right.time.nanos);
  }
  if (left instanceof FeelTime && right instanceof FeelTime) return orderTimes(left, right);
  if (left instanceof DaysDuration && right instanceof DaysDuration) {
    return byOrder(left.seconds, right.seconds) || byOrder(left.nanos, right.nanos);
  }
  if (left instanceof MonthsDuration && right instanceof MonthsDuration) {
    return byOrder(left.months, right.months);
  }
  return undefined;
}

function orderTimes(left: FeelTime, right: FeelTime): number | undefined {
  const [a, b] = [left.offset, right.offset];
  if ((a === undefined) !== (b === undefined)) return undefined;
  const seconds = byOrder(left.secondOfDay - (a ?? 0), right.secondOfDay - (b ?? 0));
  return seconds || byOrder(left.nanos, right.nanos);
}
