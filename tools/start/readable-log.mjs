const levels = { 10: 'TRACE', 20: 'DEBUG', 30: 'INFO', 40: 'WARN', 50: 'ERROR', 60: 'FATAL' };
const colours = { WARN: 33, ERROR: 31, FATAL: 31, DEBUG: 90, TRACE: 90 };
const serviceColours = [36, 35, 34, 32, 33];

/** What every line has and nobody reads, and what has a place of its own. */
const shownElsewhere = new Set([
  'level',
  'time',
  'pid',
  'hostname',
  'name',
  'service',
  'msg',
  'err',
  'error',
  'stack',
]);

const clock = (time) => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString().slice(11, 23);
};

const oneLine = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

function fields(record) {
  return Object.entries(record)
    .filter(
      ([key, value]) => !shownElsewhere.has(key) && value !== undefined && value !== null && value !== '',
    )
    .map(([key, value]) => ` ${key}=${oneLine(value)}`)
    .join('');
}

function stackOf(record) {
  const error = record.err ?? record.error;
  const stack = error?.stack ?? record.stack ?? (typeof error === 'string' ? error : error?.message);
  return stack ? `\n${String(stack).replace(/^/gm, '    ')}` : '';
}

function parse(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * Makes a service's output readable: JSON lines of pino become time, service, level and message; other lines
 * only get the name in front.
 *
 * @param {string} service
 * @param {{ index?: number, colour?: boolean, width?: number }} [look]
 * @returns {(line: string) => string}
 */
export function readable(service, { index = 0, colour = false, width = 12 } = {}) {
  const paint = (code, text) => (colour && code ? `\u001b[${code}m${text}\u001b[0m` : text);
  const name = paint(serviceColours[index % serviceColours.length], service.padEnd(width));
  return (line) => {
    const record = parse(line);
    if (record === undefined) return `${name} ${line}`;
    const level = levels[record.level] ?? String(record.level ?? '').toUpperCase();
    const text = `${record.msg ?? ''}${paint(90, fields(record))}${stackOf(record)}`;
    return `${name} ${clock(record.time)} ${paint(colours[level], level.padEnd(5))} ${text}`;
  };
}
