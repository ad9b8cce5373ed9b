import { Cron } from 'croner';
import { formatDateTime } from './format-date-time';

const MACROS = new Map(
  Object.entries({
    '@yearly': '0 0 0 1 1 *',
    '@annually': '0 0 0 1 1 *',
    '@monthly': '0 0 0 1 * *',
    '@weekly': '0 0 0 * * 0',
    '@daily': '0 0 0 * * *',
    '@midnight': '0 0 0 * * *',
    '@hourly': '0 0 * * * *',
  }),
);

const parsed = new Map<string, Cron | undefined>();

/** Whether a text is a cron expression as Camunda 8 takes them: six fields, seconds first, or a macro such as `@daily`. */
export const isCron = (text: string): boolean => cronOf(text) !== undefined;

/** When a cron expression (in UTC) fires next after a moment (epoch ms); undefined when it never does again. */
export function nextCron(text: string, after: number): number | undefined {
  return cronOf(text)?.nextRun(formatDateTime(after))?.getTime();
}

function cronOf(text: string): Cron | undefined {
  const expression = text.trim();
  if (!parsed.has(expression)) {
    // Models hold few of them; results of expressions must not fill the memory.
    if (parsed.size > 1000) parsed.clear();
    parsed.set(expression, read(expression));
  }
  return parsed.get(expression);
}

/** As Spring reads them, and with it Camunda: days of the month and of the week must both fit, `0/15` is `0-59/15`. */
function read(expression: string): Cron | undefined {
  const fields = MACROS.get(expression.toLowerCase()) ?? expression;
  if (fields.split(/\s+/).length !== 6) return undefined;
  try {
    return new Cron(fields, {
      timezone: 'UTC',
      paused: true,
      mode: '6-part',
      domAndDow: true,
      sloppyRanges: true,
    });
  } catch {
    return undefined;
  }
}
