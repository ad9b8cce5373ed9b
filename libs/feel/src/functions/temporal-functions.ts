import { FeelError } from '../feel-error';
import { FeelDate } from '../values/feel-date';
import { FeelDateTime } from '../values/feel-date-time';
import { DaysDuration, MonthsDuration } from '../values/feel-duration';
import type { FeelValue } from '../values/feel-object';
import { UTC } from '../values/feel-zone';
import { daysInMonth } from '../iso8601/calendar';
import type { Run } from '../compile/environment';
import { define, type Library, type LibraryFunction } from './library-function';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const ofDay = (compute: (date: FeelDate) => FeelValue | undefined): LibraryFunction =>
  define(['date'], ([value]) => {
    const date = dayOf(value);
    return date && compute(date);
  });

export const temporalFunctions: Library = {
  now: define([''], (_, run) => moment(run, 'now')),
  today: define([''], (_, run) => moment(run, 'today')?.date),
  'day of week': ofDay(({ weekday }) => DAYS[weekday - 1]),
  'day of year': ofDay(dayOfYear),
  'week of year': ofDay(weekOfYear),
  'month of year': ofDay(({ month }) => MONTHS[month - 1]),
  'last day of month': ofDay(({ year, month }) => FeelDate.of(year, month, daysInMonth(year, month))),
  'years and months duration': define(['from, to'], ([from, to]) => {
    const [start, end] = [dayOf(from), dayOf(to)];
    return start && end && monthsBetween(start, end);
  }),
  /** Camunda's own: a repeating interval for a timer, without end when no number of repetitions is given. */
  cycle: define(['interval', 'repetitions, interval'], ([first, second]) =>
    second === undefined ? cycle(null, first) : cycle(first, second),
  ),
};

function cycle(repetitions: FeelValue | undefined, interval: FeelValue | undefined): string | undefined {
  if (!(interval instanceof DaysDuration) && !(interval instanceof MonthsDuration)) return undefined;
  if (repetitions === null) return `R/${interval.toString()}`;
  const count = typeof repetitions === 'number' && Number.isInteger(repetitions) ? repetitions : undefined;
  return count === undefined || count < 0 ? undefined : `R${count}/${interval.toString()}`;
}

/** The moment of the command, in UTC: the same decision taken again must read the same time. */
function moment({ at, source }: Run, name: string): FeelDateTime | undefined {
  if (at === undefined) {
    throw new FeelError(source, `${name}() has no moment here. Use it where an instance runs.`);
  }
  const seconds = Math.floor(at / 1000);
  return FeelDateTime.fromEpoch(seconds, Math.round((at - seconds * 1000) * 1_000_000), UTC);
}

function dayOf(value: FeelValue | undefined): FeelDate | undefined {
  if (value instanceof FeelDate) return value;
  return value instanceof FeelDateTime ? value.date : undefined;
}

function dayOfYear(date: FeelDate): number | undefined {
  const first = FeelDate.of(date.year, 1, 1);
  return first && date.epochDay - first.epochDay + 1;
}

/** ISO 8601: the week of a day is that of its Thursday. */
function weekOfYear(date: FeelDate): number | undefined {
  const thursday = FeelDate.fromEpochDay(date.epochDay + 4 - date.weekday);
  return thursday && Math.ceil((dayOfYear(thursday) ?? 0) / 7);
}

/** Whole months; a month that is not complete does not count. */
function monthsBetween(from: FeelDate, to: FeelDate): MonthsDuration {
  const months = (to.year - from.year) * 12 + to.month - from.month;
  if (months > 0 && to.day < from.day) return new MonthsDuration(months - 1);
  return new MonthsDuration(months < 0 && to.day > from.day ? months + 1 : months);
}
