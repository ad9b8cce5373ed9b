import { decimal, sumOf } from './decimal';
import { FeelDate } from './feel-date';
import { FeelDateTime } from './feel-date-time';
import { DaysDuration, MonthsDuration, NANOS } from './feel-duration';
import type { FeelValue } from './feel-object';
import { DAY_SECONDS, FeelTime } from './feel-time';

export type Operator = '+' | '-' | '*' | '/' | '**';

/** Null where the operator is not defined for the values, and for a division by zero (DMN 1.5, table 51). */
export function calculate(operator: Operator, left: FeelValue, right: FeelValue): FeelValue {
  if (typeof left === 'number' && typeof right === 'number') return calculateNumbers(operator, left, right);
  switch (operator) {
    case '+':
      return add(left, right) ?? null;
    case '-':
      return subtract(left, right) ?? null;
    case '*':
      if (typeof left === 'number') return scale(right, left) ?? null;
      return typeof right === 'number' ? (scale(left, right) ?? null) : null;
    case '/':
      return divide(left, right) ?? null;
    case '**':
      return null;
  }
}

function calculateNumbers(operator: Operator, left: number, right: number): number | null {
  switch (operator) {
    case '+':
      return sumOf(left, right);
    case '-':
      return sumOf(left, -right);
    case '*':
      return decimal(left * right);
    case '/':
      return decimal(left / right);
    case '**':
      return decimal(left ** right);
  }
}

export function negate(value: FeelValue): FeelValue {
  if (typeof value === 'number') return -value || 0;
  if (value instanceof DaysDuration) return value.negated();
  return value instanceof MonthsDuration ? new MonthsDuration(-value.months) : null;
}

function add(left: FeelValue, right: FeelValue): FeelValue | undefined {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (left instanceof DaysDuration) {
    return right instanceof DaysDuration
      ? DaysDuration.of(left.seconds + right.seconds, left.nanos + right.nanos)
      : shift(right, left);
  }
  if (left instanceof MonthsDuration) {
    return right instanceof MonthsDuration
      ? new MonthsDuration(left.months + right.months)
      : shift(right, left);
  }
  return shift(left, right);
}

function subtract(left: FeelValue, right: FeelValue): FeelValue | undefined {
  if (right instanceof DaysDuration || right instanceof MonthsDuration) {
    const negated = right instanceof DaysDuration ? right.negated() : new MonthsDuration(-right.months);
    const alike = left instanceof DaysDuration || left instanceof MonthsDuration;
    return alike && left.type !== right.type ? undefined : add(left, negated);
  }
  return between(right, left);
}

/** A date, time or date-time, a duration later. */
function shift(point: FeelValue, by: FeelValue): FeelValue | undefined {
  if (by instanceof DaysDuration) {
    if (point instanceof FeelDateTime) return point.plus(by);
    if (point instanceof FeelTime) {
      const nanos = point.nanos + by.nanos;
      const carry = Math.floor(nanos / NANOS);
      return FeelTime.ofDay(
        point.secondOfDay + (by.seconds % DAY_SECONDS) + carry,
        nanos % NANOS,
        point.zone,
      );
    }
    // A date plus hours is the day that is reached from its midnight.
    return point instanceof FeelDate
      ? FeelDate.fromEpochDay(Math.floor((point.epochDay * DAY_SECONDS + by.seconds) / DAY_SECONDS))
      : undefined;
  }
  if (!(by instanceof MonthsDuration)) return undefined;
  if (point instanceof FeelDate) return point.plusMonths(by.months);
  if (!(point instanceof FeelDateTime)) return undefined;
  const date = point.date.plusMonths(by.months);
  return date && new FeelDateTime(date, point.time);
}

/** How much later `end` is; with a zone both must have one. A date counts as its midnight in UTC. */
function between(start: FeelValue, end: FeelValue): FeelValue | undefined {
  if (start instanceof FeelTime && end instanceof FeelTime) {
    if (!start.zone !== !end.zone) return undefined;
    const seconds = end.secondOfDay - (end.offset ?? 0) - (start.secondOfDay - (start.offset ?? 0));
    return DaysDuration.of(seconds, end.nanos - start.nanos);
  }
  if (start instanceof FeelDate && end instanceof FeelDate) {
    return DaysDuration.of((end.epochDay - start.epochDay) * DAY_SECONDS);
  }
  const [a, b] = [momentOf(start), momentOf(end)];
  if (!a || !b || a.zoned !== b.zoned) return undefined;
  return DaysDuration.of(b.seconds - a.seconds, b.nanos - a.nanos);
}

function momentOf(value: FeelValue): { seconds: number; nanos: number; zoned: boolean } | undefined {
  if (value instanceof FeelDate) return { seconds: value.epochDay * DAY_SECONDS, nanos: 0, zoned: true };
  if (!(value instanceof FeelDateTime)) return undefined;
  return { seconds: value.epochSeconds, nanos: value.time.nanos, zoned: value.zone !== undefined };
}

function scale(duration: FeelValue, by: number): FeelValue | undefined {
  if (duration instanceof MonthsDuration) return new MonthsDuration(duration.months * by);
  if (!(duration instanceof DaysDuration)) return undefined;
  // Whole and fraction apart, so that long durations stay exact.
  return DaysDuration.of(duration.seconds * by, Math.round(duration.nanos * by));
}

function divide(left: FeelValue, right: FeelValue): FeelValue | undefined {
  if (right === 0) return undefined;
  if (typeof right === 'number') {
    if (left instanceof MonthsDuration) return new MonthsDuration(left.months / right);
    return left instanceof DaysDuration
      ? DaysDuration.of(left.seconds / right, Math.round(left.nanos / right))
      : undefined;
  }
  if (left instanceof MonthsDuration && right instanceof MonthsDuration) {
    return decimal(left.months / right.months);
  }
  return left instanceof DaysDuration && right instanceof DaysDuration
    ? decimal(left.total / right.total)
    : undefined;
}
