import { zoneOffsetAt, zoneOffsetMs } from '../iso8601/time-zone';

/** A fixed offset from UTC in seconds, or a region of the IANA database. */
export type FeelZone = { readonly seconds: number } | { readonly region: string };

export const UTC: FeelZone = { seconds: 0 };

const OFFSET = /^([+-])(\d\d):?(\d\d)(?::?(\d\d))?$/;
/** Java's limit, and that of ISO 8601 in practice. */
const MAX_OFFSET_SECONDS = 18 * 3600;

/** Reads `Z`, `+01:00` or a region such as `Europe/Berlin`; undefined for anything else. */
export function parseZone(text: string): FeelZone | undefined {
  if (/^z$/i.test(text)) return UTC;
  const match = OFFSET.exec(text);
  if (!match) return zoneOffsetMs(text, 0) === undefined ? undefined : { region: text };
  const [, sign, hours, minutes, seconds] = match;
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0);
  if (total > MAX_OFFSET_SECONDS || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return undefined;
  return { seconds: sign === '-' ? -total : total };
}

/** Seconds that the zone is ahead of UTC at a local time (seconds since 1970 on its clock). */
export function offsetAtLocal(zone: FeelZone, localSeconds: number): number {
  if ('seconds' in zone) return zone.seconds;
  return (zoneOffsetMs(zone.region, inRange(localSeconds) * 1000) ?? 0) / 1000;
}

/** Seconds that the zone is ahead of UTC at a moment (seconds since 1970). */
export function offsetAtMoment(zone: FeelZone, epochSeconds: number): number {
  if ('seconds' in zone) return zone.seconds;
  return (zoneOffsetAt(zone.region, inRange(epochSeconds) * 1000) ?? 0) / 1000;
}

/** The platform's calendar of zones ends 275,000 years from now; later years keep its last offset. */
const LAST_SECOND = 8_000_000_000_000;
const inRange = (seconds: number): number => Math.min(Math.max(seconds, -LAST_SECOND), LAST_SECOND);

export function formatOffset(seconds: number): string {
  if (seconds === 0) return 'Z';
  const [total, pad] = [Math.abs(seconds), (value: number): string => String(value).padStart(2, '0')];
  const parts = [Math.floor(total / 3600), Math.floor(total / 60) % 60].map(pad);
  if (total % 60 > 0) parts.push(pad(total % 60));
  return `${seconds < 0 ? '-' : '+'}${parts.join(':')}`;
}

/** As FEEL writes it after a time: `Z`, `+01:00`, `@Europe/Berlin`. */
export function formatZone(zone: FeelZone): string {
  return 'seconds' in zone ? formatOffset(zone.seconds) : `@${zone.region}`;
}

export function sameZone(a: FeelZone | undefined, b: FeelZone | undefined): boolean {
  if (!a || !b) return a === b;
  if ('seconds' in a) return 'seconds' in b && a.seconds === b.seconds;
  return 'region' in b && a.region === b.region;
}
