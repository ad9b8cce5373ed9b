import * as fc from 'fast-check';
import { isCron, nextCron, parseCycle, TimeFormatError } from '../index';

const at = (text: string): number => Date.parse(text);
const after = at('2026-11-24T08:00:00Z');

/** The next two moments. */
function next(expression: string): string[] {
  const first = nextCron(expression, after);
  const second = first === undefined ? undefined : nextCron(expression, first);
  return [first, second].flatMap((moment) =>
    moment === undefined ? [] : [new Date(moment).toISOString().slice(0, 19)],
  );
}

test.each([
  ['*/10 * * * * *', ['2026-11-24T08:00:10', '2026-11-24T08:00:20']],
  ['0 0/15 * * * *', ['2026-11-24T08:15:00', '2026-11-24T08:30:00']],
  ['0 0 8-10 * * *', ['2026-11-24T09:00:00', '2026-11-24T10:00:00']],
  ['0 0 6,19 * * *', ['2026-11-24T19:00:00', '2026-11-25T06:00:00']],
  ['0 0 9-17 * * MON-FRI', ['2026-11-24T09:00:00', '2026-11-24T10:00:00']],
  ['0 0 0 25 12 ?', ['2026-12-25T00:00:00', '2027-12-25T00:00:00']],
  ['0 0 0 L * *', ['2026-11-30T00:00:00', '2026-12-31T00:00:00']],
  ['0 0 0 LW * *', ['2026-11-30T00:00:00', '2026-12-31T00:00:00']],
  ['0 0 0 15W 8 *', ['2027-08-16T00:00:00', '2028-08-15T00:00:00']],
  ['0 0 0 * * 5L', ['2026-11-27T00:00:00', '2026-12-25T00:00:00']],
  ['0 0 0 ? * 5#2', ['2026-12-11T00:00:00', '2027-01-08T00:00:00']],
  ['0 0 0 ? * MON#1', ['2026-12-07T00:00:00', '2027-01-04T00:00:00']],
  ['0 0 0 * * 0', ['2026-11-29T00:00:00', '2026-12-06T00:00:00']],
  ['0 0 0 * * 7', ['2026-11-29T00:00:00', '2026-12-06T00:00:00']],
  ['0 0 9 1 * MON', ['2027-02-01T09:00:00', '2027-03-01T09:00:00']],
  ['0 0 0 29 2 *', ['2028-02-29T00:00:00', '2032-02-29T00:00:00']],
  ['0 0 0 30 2 *', []],
  ['@hourly', ['2026-11-24T09:00:00', '2026-11-24T10:00:00']],
  ['@daily', ['2026-11-25T00:00:00', '2026-11-26T00:00:00']],
  ['@midnight', ['2026-11-25T00:00:00', '2026-11-26T00:00:00']],
  ['@weekly', ['2026-11-29T00:00:00', '2026-12-06T00:00:00']],
  ['@monthly', ['2026-12-01T00:00:00', '2027-01-01T00:00:00']],
  ['@yearly', ['2027-01-01T00:00:00', '2028-01-01T00:00:00']],
  ['@annually', ['2027-01-01T00:00:00', '2028-01-01T00:00:00']],
])('%s fires at %j', (expression, moments) => {
  expect(parseCycle(expression)).toMatchObject({ cron: expression, count: -1 });
  expect(next(expression)).toEqual(moments);
});

test.each([
  '* * * * *',
  '60 * * * * *',
  'a b c d e f',
  '0 0 0 32 * *',
  '@sometimes',
  '',
  '* * * * * * *',
  '0 0 0 L-3 * *',
])('%s is none, and the remedy shows one', (text) => {
  expect(isCron(text)).toBe(false);
  expect(() => parseCycle(text)).toThrow(TimeFormatError);
  expect(() => parseCycle(text)).toThrow(/six fields/);
});

test('a moment that fits fires only later again', () => {
  expect(nextCron('0 0 8 * * *', after)).toBe(at('2026-11-25T08:00:00Z'));
  expect(nextCron('* * * * * *', after + 1)).toBe(after + 1000);
});

test('any text is a cycle or a TimeFormatError, and the next moment lies ahead', () => {
  const field = fc.constantFrom(
    '*',
    '0',
    '5',
    '*/7',
    '1-3',
    '0/20',
    '1,2',
    'L',
    '?',
    'MON',
    'JAN',
    '2#1',
    '15W',
    '99',
  );
  const text = fc.oneof(
    fc.array(field, { minLength: 5, maxLength: 7 }).map((fields) => fields.join(' ')),
    fc.string(),
  );
  fc.assert(
    fc.property(text, (expression) => {
      try {
        const { cron } = parseCycle(expression);
        if (cron !== undefined) expect(nextCron(cron, after) ?? after + 1).toBeGreaterThan(after);
      } catch (error) {
        if (!(error instanceof TimeFormatError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});
