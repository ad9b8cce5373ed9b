import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  addDuration,
  formatDateTime,
  parseCycle,
  parseDateTime,
  parseDuration,
  TimeFormatError,
} from '../index';

describe('durations', () => {
  test.each([
    ['PT15S', 0, 15_000],
    ['PT1H30M', 0, 5_400_000],
    ['PT0.5S', 0, 500],
    ['PT1,5S', 0, 1500],
    ['P1D', 0, 86_400_000],
    ['P2W', 0, 1_209_600_000],
    ['P1Y2M3DT4H', 14, 3 * 86_400_000 + 4 * 3_600_000],
    ['-PT5S', 0, -5000],
    ['-P1M', -1, 0],
    ['PT-5S', 0, -5000],
    ['PT0S', 0, 0],
    [' PT1S ', 0, 1000],
  ])('%s', (text, months, ms) => {
    expect(parseDuration(text)).toEqual({ months, ms });
  });

  test.each([
    '',
    'P',
    'PT',
    '15S',
    'PT15',
    'P1H',
    'PT1D',
    '1 hour',
    'P0.5M',
    'P1Y2',
    'PT1S2M',
    'P99999999999Y',
  ])('refuses %s and shows a right one', (text) => {
    expect(() => parseDuration(text)).toThrow(TimeFormatError);
    expect(() => parseDuration(text)).toThrow(`'${text}' is no duration`);
    expect(() => parseDuration(text)).toThrow('PT15S');
  });

  test('a month after the 31st is the last day of a shorter month', () => {
    const from = parseDateTime('2026-01-31T10:00:00Z');
    expect(formatDateTime(addDuration(from, parseDuration('P1M')))).toBe('2026-02-28T10:00:00Z');
    expect(formatDateTime(addDuration(from, parseDuration('P1M1D')))).toBe('2026-03-01T10:00:00Z');
    expect(formatDateTime(addDuration(from, parseDuration('-P11M')))).toBe('2025-02-28T10:00:00Z');
    expect(formatDateTime(addDuration(from, parseDuration('P2Y1M')))).toBe('2028-02-29T10:00:00Z');
  });

  test('are added as luxon adds them in UTC', () => {
    const epoch = fc.integer({ min: -5_000_000_000_000, max: 10_000_000_000_000 });
    fc.assert(
      fc.property(epoch, fc.integer({ min: -600, max: 600 }), fc.integer(), (at, months, ms) => {
        const expected = DateTime.fromMillis(at, { zone: 'utc' }).plus({ months }).toMillis() + ms;
        expect(addDuration(at, { months, ms })).toBe(expected);
      }),
    );
  });
});

describe('date-times', () => {
  test.each([
    ['2026-11-24T08:00:00Z', 1_795_507_200_000],
    ['2026-11-24T08:00:00.250Z', 1_795_507_200_250],
    ['2026-11-24T09:00:00+01:00', 1_795_507_200_000],
    ['2026-11-24T03:00:00-0500', 1_795_507_200_000],
    ['2026-11-24T08:00Z', 1_795_507_200_000],
    ['2026-11-24T09:00:00[Europe/Berlin]', 1_795_507_200_000],
    ['2026-11-24T09:00:00@Europe/Berlin', 1_795_507_200_000],
    ['2026-11-24T09:00:00+01:00[Europe/Berlin]', 1_795_507_200_000],
    ['2026-11-24T08:00:00', 1_795_507_200_000],
    ['2026-11-24', 1_795_478_400_000],
    ['2026-11-23T24:00:00Z', 1_795_478_400_000],
  ])('%s', (text, expected) => {
    expect(parseDateTime(text)).toBe(expected);
  });

  test('in the hour that a clock skips or repeats, the offset before the change counts', () => {
    expect(parseDateTime('2026-03-29T02:30:00[Europe/Berlin]')).toBe(
      parseDateTime('2026-03-29T02:30:00+01:00'),
    );
    expect(parseDateTime('2026-10-25T02:30:00[Europe/Berlin]')).toBe(
      parseDateTime('2026-10-25T02:30:00+02:00'),
    );
  });

  test.each([
    '',
    'tomorrow',
    '2026-13-01',
    '2026-02-29',
    '2026-01-01T25:00:00Z',
    '2026-01-01T10:60:00Z',
    '2026-01-01 10:00',
    '2026-01-01T10:00:00[Nowhere/Land]',
    'PT1H',
  ])('refuses %s and shows a right one', (text) => {
    expect(() => parseDateTime(text)).toThrow(TimeFormatError);
    expect(() => parseDateTime(text)).toThrow('2026-11-24T08:00:00Z');
  });

  test('written and read again are the same moment, as luxon reads it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (at) => {
        const text = formatDateTime(at);
        expect(parseDateTime(text)).toBe(at);
        expect(DateTime.fromISO(text).toMillis()).toBe(at);
      }),
    );
  });

  test('zones agree with luxon, outside of the hours around a change', () => {
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'UTC',
    );
    const day = fc.record({
      year: fc.integer({ min: 1970, max: 2100 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    });
    fc.assert(
      fc.property(zone, day, (name, date) => {
        const noon = DateTime.fromObject({ ...date, hour: 12 }, { zone: name });
        expect(parseDateTime(`${noon.toFormat("yyyy-MM-dd'T'HH:mm:ss")}[${name}]`)).toBe(noon.toMillis());
      }),
    );
  });
});

describe('cycles', () => {
  test('R3/PT10S fires three times', () => {
    expect(parseCycle('R3/PT10S')).toEqual({ count: 3, interval: { months: 0, ms: 10_000 } });
  });

  test('R/P1M fires without end', () => {
    expect(parseCycle('R/P1M')).toEqual({ count: -1, interval: { months: 1, ms: 0 } });
    expect(parseCycle('R-1/P1M')).toEqual(parseCycle('R/P1M'));
  });

  test('R0/PT1H never fires', () => {
    expect(parseCycle('R0/PT1H').count).toBe(0);
  });

  test('a start is the moment of the first firing', () => {
    const start = parseDateTime('2026-11-24T08:00:00Z');
    expect(parseCycle('R2/2026-11-24T08:00:00Z/PT1H')).toEqual({
      count: 2,
      start,
      interval: { months: 0, ms: 3_600_000 },
    });
    expect(parseCycle('R2/2026-11-24T09:00:00[Europe/Berlin]/PT1H').start).toBe(start);
  });

  test.each([
    '',
    'PT10S',
    'R3',
    'R3/',
    'Rx/PT1S',
    'R3/PT0S',
    'R3/-PT1S',
    'R3/nonsense/PT1S',
    '0 0 * * *',
    'R-2/PT1S',
  ])('refuses %s and shows a right one', (text) => {
    expect(() => parseCycle(text)).toThrow(TimeFormatError);
  });
});

test('any text is read or refused with a TimeFormatError', () => {
  const words = fc.constantFrom(
    'R',
    'P',
    'T',
    '/',
    '-',
    '+',
    '1',
    '99',
    'S',
    'M',
    'Y',
    'Z',
    ':',
    '.',
    '[',
    ']',
    '2026-01-01',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 10 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (input) => {
      for (const read of [parseDuration, parseDateTime, parseCycle]) {
        try {
          read(input);
        } catch (error) {
          expect(error).toBeInstanceOf(TimeFormatError);
        }
      }
    }),
  );
});
