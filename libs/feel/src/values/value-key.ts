import { decimal } from './decimal';
import { FeelDateTime } from './feel-date-time';
import { FeelObject, type FeelValue } from './feel-object';
import { FeelTime } from './feel-time';
import { textOf } from './feel-text';

/** A text that two values share when they are equal, so that long lists need not compare each with each. */
export function keyOf(value: FeelValue): string {
  if (typeof value === 'number') return `n${decimal(value)}`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`;
  if (value instanceof FeelDateTime && value.zone) return `@${value.epochSeconds}.${value.time.nanos}`;
  if (value instanceof FeelTime && value.zone)
    return `t${value.secondOfDay - (value.offset ?? 0)}.${value.nanos}`;
  if (value instanceof FeelObject) return `${value.type} ${textOf(value)}`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${keyOf(value[key] ?? null)}`).join()}}`;
}
