import { DAY_MS, dayFromEpoch } from './calendar';

/** Epoch ms as ISO 8601 in UTC: `2026-11-24T08:00:00Z`, with milliseconds where there are some. */
export function formatDateTime(epochMs: number): string {
  const days = Math.floor(epochMs / DAY_MS);
  const rest = Math.floor(epochMs - days * DAY_MS);
  const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
  const { year, month, day } = dayFromEpoch(days);
  const time = [rest / 3_600_000, (rest / 60_000) % 60, (rest / 1000) % 60].map((value) =>
    pad(Math.floor(value)),
  );
  const ms = rest % 1000;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${time.join(':')}${ms === 0 ? '' : `.${pad(ms, 3)}`}Z`;
}
