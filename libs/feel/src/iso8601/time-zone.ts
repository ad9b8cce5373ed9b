import { DAY_MS, daysFromEpoch } from './calendar';

/**
 * How far a zone of the IANA database is ahead of UTC at a local time (both in ms); undefined for an unknown zone.
 * In the hour that a clock skips or repeats, the offset before the change counts.
 */
export function zoneOffsetMs(zone: string, localMs: number): number | undefined {
  const format = formatOf(zone);
  if (!format) return undefined;
  const before = offsetAt(format, localMs - DAY_MS);
  const guess = offsetAt(format, localMs - before);
  // The local time exists with the earlier offset, or only with the later one.
  if (guess === before) return before;
  return offsetAt(format, localMs - guess) === guess ? guess : before;
}

/** How far a zone is ahead of UTC at a moment (both in ms); undefined for an unknown zone. */
export function zoneOffsetAt(zone: string, epochMs: number): number | undefined {
  const format = formatOf(zone);
  return format && offsetAt(format, epochMs);
}

/** Formats are dear to make; zones are few, but their names may come from outside. */
const formats = new Map<string, Intl.DateTimeFormat | undefined>();
const MAX_FORMATS = 1000;

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) {
    if (formats.size >= MAX_FORMATS) formats.clear();
    formats.set(zone, makeFormat(zone));
  }
  return formats.get(zone);
}

function makeFormat(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
  } catch {
    return undefined;
  }
}

function offsetAt(format: Intl.DateTimeFormat, epochMs: number): number {
  const parts = new Map(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
  const year = parts.get('era') === 'BC' ? 1 - number('year') : number('year');
  const local =
    daysFromEpoch({ year, month: number('month'), day: number('day') }) * DAY_MS +
    number('hour') * 3_600_000 +
    number('minute') * 60_000 +
    number('second') * 1000;
  return local - Math.floor(epochMs / 1000) * 1000;
}
