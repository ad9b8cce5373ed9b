import { FeelDate } from './feel-date';
import { FeelDateTime } from './feel-date-time';
import { DaysDuration, MonthsDuration } from './feel-duration';
import type { FeelValue } from './feel-object';
import { FeelTime } from './feel-time';
import { type FeelZone, parseZone } from './feel-zone';

/** Readers of texts of XML Schema's types with FEEL's zones; undefined for what is none (DMN 1.5, 10.3.4.1). */

const DATE = /^(-?)(\d{4,9})-(\d\d)-(\d\d)$/;
const TIME = /^T?(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(.*)$/;
const OFFSET_WITH_REGION = /^(?:Z|[+-]\d\d:\d\d(?::\d\d)?)\[(.+)\]$/i;

export function parseDate(text: string): FeelDate | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [, sign, year = '', month, day] = match;
  if (year.length > 4 && year.startsWith('0')) return undefined;
  const value = Number(year) * (sign === '-' ? -1 : 1);
  return FeelDate.of(value, Number(month), Number(day));
}

export function parseTime(text: string): FeelTime | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [, hour, minute, second, fraction, rest = ''] = match;
  const zone = rest === '' ? undefined : zoneAfter(rest);
  if (rest !== '' && !zone) return undefined;
  return FeelTime.of(Number(hour), Number(minute), Number(`${second ?? '0'}${fraction ?? ''}`), zone);
}

/** `Z`, `+01:00`, `@Europe/Berlin`, `[Europe/Berlin]` or `+01:00[Europe/Berlin]`. */
function zoneAfter(text: string): FeelZone | undefined {
  const region =
    OFFSET_WITH_REGION.exec(text)?.[1] ?? /^\[(.+)\]$/.exec(text)?.[1] ?? /^@(.+)$/.exec(text)?.[1];
  if (region !== undefined) return parseZone(region);
  return /^(z|[+-]\d\d:\d\d(:\d\d)?)$/i.test(text) ? parseZone(text) : undefined;
}

/** A date without a time is its midnight. */
export function parseDateAndTime(text: string): FeelDateTime | undefined {
  const split = text.indexOf('T');
  const date = parseDate(split < 0 ? text : text.slice(0, split));
  const time = split < 0 ? FeelTime.ofDay(0, 0) : readTimeOfDay(text.slice(split + 1));
  if (!date || !time) return undefined;
  if (time !== 'midnight') return new FeelDateTime(date, time);
  const next = FeelDate.fromEpochDay(date.epochDay + 1);
  return next && new FeelDateTime(next, FeelTime.ofDay(0, 0));
}

/** 24:00:00 is the midnight that ends the day. */
function readTimeOfDay(text: string): FeelTime | 'midnight' | undefined {
  if (text.startsWith('T')) return undefined;
  return text === '24:00:00' ? 'midnight' : parseTime(text);
}

const MONTHS = /^(-)?P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?$/;
const DAYS = /^(-)?P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(\.\d*)?S)?)?$/;

export function parseDuration(text: string): MonthsDuration | DaysDuration | undefined {
  const months = MONTHS.exec(text);
  if (months) {
    const total = Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0);
    return Number.isSafeInteger(total) ? new MonthsDuration(months[1] ? -total : total) : undefined;
  }
  const days = DAYS.exec(text);
  if (!days) return undefined;
  const part = (index: number): number => Number(days[index] ?? 0);
  const seconds = ((part(2) * 7 + part(3)) * 24 + part(4)) * 3600 + part(5) * 60 + part(6);
  const duration = DaysDuration.of(seconds, Math.floor(Number(`0${days[7] ?? ''}`) * 1e9 + 0.5));
  return days[1] ? duration?.negated() : duration;
}

/** `@"…"`: whichever of the types the text is written in; null for none of them. */
export function parseAtLiteral(text: string): FeelValue {
  if (/^-?P/.test(text)) return parseDuration(text) ?? null;
  if (/^-?\d{4,}-/.test(text)) return (text.includes('T') ? parseDateAndTime(text) : parseDate(text)) ?? null;
  return parseTime(text) ?? null;
}
