import { decimal } from '../values/decimal';
import { FeelDate } from '../values/feel-date';
import { FeelDateTime } from '../values/feel-date-time';
import { DaysDuration, MonthsDuration } from '../values/feel-duration';
import type { FeelValue } from '../values/feel-object';
import { textOf } from '../values/feel-text';
import { FeelTime } from '../values/feel-time';
import { parseZone, UTC } from '../values/feel-zone';
import { parseDate, parseDateAndTime, parseDuration, parseTime } from '../values/parse-temporal';
import { toJson } from '../to-json';
import { define, type Library } from './library-function';

export const conversionFunctions: Library = {
  string: define(['from'], ([from = null]) => (from === null ? null : textOf(from))),
  number: define(
    ['from', 'from, grouping separator', 'from, grouping separator, decimal separator'],
    ([from, grouping, point]) => toNumber(from, grouping ?? null, point ?? null),
  ),
  date: define(['from', 'year, month, day'], (args) => (args.length === 1 ? toDate(args[0]) : dateOf(args))),
  time: define(['from', 'hour, minute, second', 'hour, minute, second, offset'], (args) =>
    args.length === 1 ? toTime(args[0]) : timeOf(args),
  ),
  'date and time': define(['from', 'date, time', 'date, timezone', 'from, timezone'], (args) =>
    args.length === 1 ? toDateTime(args[0]) : combine(args[0], args[1]),
  ),
  duration: define(['from'], ([from]) => {
    if (typeof from === 'string') return parseDuration(from);
    return from instanceof DaysDuration || from instanceof MonthsDuration ? from : null;
  }),
  'from json': define(['value'], ([value]) => (typeof value === 'string' ? fromJson(value) : null)),
  'to json': define(['value'], ([value = null]) => JSON.stringify(toJson(value))),
};

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** `number("1.500,5", ".", ",")`; null for separators that FEEL does not know, and for what is no number. */
function toNumber(from: FeelValue | undefined, grouping: FeelValue, point: FeelValue): number | null {
  if (typeof from !== 'string') return null;
  if (grouping !== null && (typeof grouping !== 'string' || ![' ', ',', '.'].includes(grouping))) return null;
  if (point !== null && (typeof point !== 'string' || ![',', '.'].includes(point))) return null;
  if (grouping !== null && grouping === point) return null;
  const plain = grouping === null ? from : from.replaceAll(grouping, '');
  const text = point === null || point === '.' ? plain : plain.replace('.', 'x').replaceAll(point, '.');
  return NUMBER.test(text) ? decimal(Number(text)) : null;
}

function toDate(from: FeelValue | undefined): FeelDate | undefined {
  if (typeof from === 'string') return parseDate(from);
  if (from instanceof FeelDate) return from;
  return from instanceof FeelDateTime ? from.date : undefined;
}

function dateOf([year, month, day]: readonly (FeelValue | undefined)[]): FeelDate | undefined {
  if (typeof year !== 'number' || typeof month !== 'number' || typeof day !== 'number') return undefined;
  return FeelDate.of(year, month, day);
}

function toTime(from: FeelValue | undefined): FeelTime | undefined {
  if (typeof from === 'string') return parseTime(from);
  if (from instanceof FeelTime) return from;
  if (from instanceof FeelDateTime) return from.time;
  return from instanceof FeelDate ? FeelTime.ofDay(0, 0, UTC) : undefined;
}

function timeOf([hour, minute, second, offset = null]: readonly (FeelValue | undefined)[]):
  FeelTime | undefined {
  if (typeof hour !== 'number' || typeof minute !== 'number' || typeof second !== 'number') return undefined;
  if (offset === null) return FeelTime.of(hour, minute, second);
  if (!(offset instanceof DaysDuration) || Math.abs(offset.seconds) > 18 * 3600) return undefined;
  return FeelTime.of(hour, minute, second, { seconds: offset.seconds });
}

function toDateTime(from: FeelValue | undefined): FeelDateTime | undefined {
  if (typeof from === 'string') return parseDateAndTime(from);
  if (from instanceof FeelDateTime) return from;
  return from instanceof FeelDate ? new FeelDateTime(from, FeelTime.ofDay(0, 0)) : undefined;
}

/** A date with a time of day, or a date-time as a clock of another zone shows it. */
function combine(from: FeelValue | undefined, with_: FeelValue | undefined): FeelDateTime | undefined {
  if (typeof with_ === 'string') {
    const zone = parseZone(with_);
    if (!zone || !(from instanceof FeelDateTime)) return undefined;
    return from.zone
      ? FeelDateTime.fromEpoch(from.epochSeconds, from.time.nanos, zone)
      : FeelDateTime.fromLocal(from.localSeconds, from.time.nanos, zone);
  }
  const date = from instanceof FeelDateTime ? from.date : from;
  return date instanceof FeelDate && with_ instanceof FeelTime ? new FeelDateTime(date, with_) : undefined;
}

function fromJson(text: string): FeelValue {
  try {
    return JSON.parse(text) as FeelValue;
  } catch {
    return null;
  }
}
