import { isCron } from './cron';
import { parseDateTime } from './date-time';
import { type Duration, parseDuration } from './duration';
import { TimeFormatError } from './time-format-error';

/** A repeating interval: `count` firings (-1: without end), `interval` apart, the first one at `start` when given. */
export interface Cycle {
  readonly count: number;
  readonly interval: Duration;
  /** Epoch ms of the first firing; without it the first firing is one interval after the start of the timer. */
  readonly start?: number;
  /** A cron expression decides when it fires (`nextCron`), not the interval. */
  readonly cron?: string;
}

const CYCLE = /^R(-1|\d{0,9})\/(?:(.+)\/)?([+]?P[^/]+)$/;

/**
 * Reads an ISO 8601 repeating interval (`R/PT1H`, `R3/PT10S`, `R3/2026-11-24T08:00:00Z/PT1H`) or a cron expression
 * (`0 0 8 * * MON-FRI`, `@daily`).
 */
export function parseCycle(text: string): Cycle {
  const match = CYCLE.exec(text.trim());
  if (!match) {
    if (!/^\s*R/i.test(text) && isCron(text))
      return { count: -1, interval: { months: 0, ms: 0 }, cron: text.trim() };
    throw new TimeFormatError(
      text,
      'cycle',
      'R/PT1H (without end), R3/PT10S (three times) or a cron expression of six fields such as 0 0 8 * * MON-FRI',
    );
  }
  const interval = parseDuration(match[3] ?? '');
  if (interval.months < 0 || interval.ms < 0 || interval.months + interval.ms === 0) {
    throw new TimeFormatError(text, 'cycle, because its interval is not positive', 'R3/PT10S');
  }
  return {
    count: match[1] ? Number(match[1]) : -1,
    interval,
    ...(match[2] === undefined ? {} : { start: parseDateTime(match[2]) }),
  };
}
