import type { FeelValue } from './feel-object';
import { order } from './compare';
import { FeelRange } from './feel-range';
import { parseAtLiteral, parseDate, parseDateAndTime, parseDuration, parseTime } from './parse-temporal';

const RANGE = /^\s*([[(\]])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])[])\s*$/s;

/** Reads `[1..3]`, `(@"2026-01-01"..]`, `["a".."c")`: a range of literals, as `range()` takes it. */
export function parseRange(text: string): FeelRange | null {
  const match = RANGE.exec(text);
  if (!match) return null;
  const [, opening, from = '', to = '', closing] = match;
  const [start, end] = [from === '' ? null : literalOf(from), to === '' ? null : literalOf(to)];
  if (start === undefined || end === undefined || (start === null && end === null)) return null;
  // A missing end is open, whatever its bracket says.
  if ((start === null && opening === '[') || (end === null && closing === ']')) return null;
  const compared = start === null || end === null ? 0 : order(start, end);
  if (compared === undefined || compared > 0) return null;
  return new FeelRange(start, end, opening === '[', closing === ']');
}

function literalOf(text: string): FeelValue | undefined {
  if (/^-?(\d+(\.\d+)?|\.\d+)$/.test(text)) return Number(text);
  const call = /^(@|date and time|date|time|duration)\s*\(?\s*"([^"\\]*)"\s*\)?$/.exec(text);
  if (!call) return /^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : undefined;
  const [, kind, inner = ''] = call;
  switch (kind) {
    case 'date':
      return parseDate(inner);
    case 'time':
      return parseTime(inner);
    case 'duration':
      return parseDuration(inner);
    case 'date and time':
      return parseDateAndTime(inner);
    default:
      return parseAtLiteral(inner) ?? undefined;
  }
}
