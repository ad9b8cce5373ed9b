import { DAY_MS, daysFromEpoch, daysInMonth } from './calendar';
import { TimeFormatError } from './time-format-error';
import { zoneOffsetMs } from './time-zone';

const DATE_TIME =
  /^([+-]?\d{4,6})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?(?:[[@]([\w/+-]+)\]?)?)?$/i;

/**
 * Reads an ISO 8601 date-time as epoch ms: `2026-11-24T08:00:00Z`, with an offset (`+01:00`) or a zone
 * (`[Europe/Berlin]`, or `@Europe/Berlin` as FEEL writes it). Without either it is UTC, and a date alone is its
 * midnight, so that every host reads the same moment. Throws a `TimeFormatError`.
 */
export function parseDateTime(text: string): number {
  const match = DATE_TIME.exec(text.trim());
  const fail = (): never => {
    throw new TimeFormatError(text, 'date-time', '2026-11-24T08:00:00Z or 2026-11-24T08:00:00+01:00');
  };
  if (!match) return fail();
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const [hour, minute, second] = [part(4), part(5), part(6)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return fail();
  const midnight = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !midnight) || minute > 59 || second > 59) return fail();
  const fraction = match[7] ? Math.floor(Number(`0.${match[7]}`) * 1000) : 0;
  const local =
    daysFromEpoch({ year, month, day }) * DAY_MS +
    hour * 3_600_000 +
    minute * 60_000 +
    second * 1000 +
    fraction;
  if (match[8]) return local - offsetMs(match[8]);
  if (match[9]) return local - (zoneOffsetMs(match[9], local) ?? fail());
  return local;
}

function offsetMs(text: string): number {
  if (text.toUpperCase() === 'Z') return 0;
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0)) * 60_000;
}
