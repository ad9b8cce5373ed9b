import { DAY_MS, dayFromEpoch, daysFromEpoch, daysInMonth } from './calendar';
import { TimeFormatError } from './time-format-error';

/** Months have no fixed length, so a duration keeps them apart from its milliseconds; a day is 24 hours. */
export interface Duration {
  readonly months: number;
  readonly ms: number;
}

const NUMBER = String.raw`([+-]?\d+(?:[.,]\d+)?)`;
const DURATION = new RegExp(
  `^([+-])?P(?=.)(?:${NUMBER}Y)?(?:${NUMBER}M)?(?:${NUMBER}W)?(?:${NUMBER}D)?` +
    `(?:T(?=.)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?$`,
);

/** More than the age of the universe would overflow; ten thousand years suffice for any process. */
const LIMIT_MS = 10_000 * 366 * DAY_MS;
const LIMIT_MONTHS = 10_000 * 12;

/**
 * Reads an ISO 8601 duration (`P1Y2M`, `PT1M30.5S`, `P2W`, `-PT5S`); a sign may stand in front of it and of
 * each number. Throws a `TimeFormatError`.
 */
export function parseDuration(text: string): Duration {
  const match = DURATION.exec(text.trim());
  const fail = (): never => {
    throw new TimeFormatError(text, 'duration', 'PT15S, PT1H30M or P1D');
  };
  if (!match) return fail();
  const sign = match[1] === '-' ? -1 : 1;
  const part = (index: number): number => Number((match[index] ?? '0').replace(',', '.'));
  const months = sign * (part(2) * 12 + part(3));
  const ms =
    sign *
    (part(4) * 7 * DAY_MS + part(5) * DAY_MS + part(6) * 3_600_000 + part(7) * 60_000 + part(8) * 1000);
  // Half a month is not defined; half an hour is.
  if (!Number.isInteger(months) || Math.abs(months) > LIMIT_MONTHS || Math.abs(ms) > LIMIT_MS) return fail();
  return { months: months || 0, ms: Math.round(ms) || 0 };
}

/**
 * The moment (epoch ms, UTC) that lies a duration after another one. Months are added on the calendar first:
 * a month after 31 January is the last day of February.
 */
export function addDuration(epochMs: number, duration: Duration): number {
  if (duration.months === 0) return epochMs + duration.ms;
  const days = Math.floor(epochMs / DAY_MS);
  const { year, month, day } = dayFromEpoch(days);
  const index = year * 12 + (month - 1) + duration.months;
  const target = { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
  const shifted = daysFromEpoch({ ...target, day: Math.min(day, daysInMonth(target.year, target.month)) });
  return shifted * DAY_MS + (epochMs - days * DAY_MS) + duration.ms;
}
