import * as fc from 'fast-check';
import {
  compileFeelTest,
  compileUnaryTests,
  FeelError,
  FeelSyntaxError,
  type Json,
  type Scope,
} from '../index';

const scope: Scope = { limit: 10, allowed: ['a', 'b'], gold: true, none: null };

test.each<[string, Json, boolean]>([
  ['-', 1, true],
  ['', 1, true],
  ['-', null, true],
  ['5', 5, true],
  ['5', 6, false],
  ['5', '5', false],
  ['-5', -5, true],
  ['"valid"', 'valid', true],
  ['true', true, true],
  ['true', false, false],
  ['false', false, true],
  ['false', null, false],
  ['null', null, true],
  ['null', 1, false],
  ['< 10', 9, true],
  ['< 10', 10, false],
  ['<= 10', 10, true],
  ['> 10', 11, true],
  ['>= 10', 9, false],
  ['= 10', 10, true],
  ['!= 10', 10, false],
  ['!= 10', 9, true],
  ['< 10', null, false],
  ['< 10', 'a', false],
  ['< "b"', 'a', true],
  ['> 0.2', 0.1 + 0.2, true],
  ['0.3', 0.1 + 0.2, true],
  ['(2..5)', 2, false],
  [']2..5[', 5, false],
  ['[2..5]', 2, true],
  ['(2..5]', 5, true],
  ['[2..5)', 5, false],
  ['["a".."c"]', 'b', true],
  ['[1..limit]', 7, true],
  ['2, 3, 4', 3, true],
  ['2, 3, 4', 5, false],
  ['< 10, > 50', 60, true],
  ['< 10, > 50', 20, false],
  ['[1..3], [5..7], "x"', 'x', true],
  ['"a,b", "c"', 'a,b', true],
  ['not("valid")', 'other', true],
  ['not("valid")', 'valid', false],
  ['not(2, 3)', 4, true],
  ['not(2, 3)', 3, false],
  ['not(< 10)', 11, true],
  ['not(< 10)', null, false],
  ['not([1..3])', 4, true],
  ['not(null)', 1, true],
  ['not(null)', null, false],
  ['limit', 10, true],
  ['limit * 2', 20, true],
  ['limit + 1, limit + 2', 12, true],
  ['allowed', 'a', true],
  ['allowed', 'c', false],
  ['["a", "b"]', 'b', true],
  ['[[1..3], [5..7]]', 6, true],
  ['not(allowed)', 'c', true],
  ['none', null, true],
  ['missing', 1, false],
  ['gold', 5, true],
  ['gold and limit > 5', 5, true],
  ['limit > 50', 5, false],
  ['contains(?, "good")', 'very good', true],
  ['ends with(?, "@camunda.com")', 'a@camunda.org', false],
  ['? > 3 and ? < 6', 5, true],
  ['even(?)', 4, true],
  ['not(even(?))', 3, true],
  ['list contains(allowed, ?)', 'a', true],
  ['? in ["x", "y"]', 'y', true],
  ['count(?) > 1', [1, 2], true],
  ['?.age >= 18', { age: 20 }, true],
  ['some x in ? satisfies x > 2', [1, 3], true],
  ['if ? > 3 then true else false', 4, true],
  ['? + 1', 1, false],
])('%s: %j passes is %s', (text, value, expected) => {
  expect(compileUnaryTests(text).matches(value, scope)).toBe(expected);
});

test('values may be dates and durations', () => {
  const may = compileFeelTest('[date("2026-05-01")..date("2026-05-31")]');
  const [inside, outside] = ['date("2026-05-04")', '@"2026-06-04"'].map((text) =>
    compileFeelTest(`? = ${text}`),
  );
  expect(inside?.source).toBe('? = date("2026-05-04")');
  expect(may.matches('2026-05-04', {})).toBe(false);
  expect(outside?.matches('2026-06-04', {})).toBe(false);
  expect(
    compileFeelTest('date(?) in [date("2026-05-01")..date("2026-05-31")]').matches('2026-05-04', {}),
  ).toBe(true);
});

test('names may have blanks where the model knows them', () => {
  expect(compileFeelTest('< Credit Limit', ['Credit Limit']).matches(5, { 'Credit Limit': 6 })).toBe(true);
});

test.each(['<', '1,', 'not(', '[1..', 'not(1', '? >', '"open', '1 2', '-, 1'])(
  '%s does not parse',
  (text) => {
    expect(() => compileUnaryTests(text)).toThrow(FeelSyntaxError);
  },
);

test('comparisons and intervals agree with arithmetic', () => {
  const number = fc.integer({ min: -5, max: 5 });
  fc.assert(
    fc.property(number, number, number, (value, low, high) => {
      const passes = (text: string): boolean => compileUnaryTests(text).matches(value, { low, high });
      expect(passes('< low, > high')).toBe(value < low || value > high);
      expect(passes('[low..high]')).toBe(value >= low && value <= high);
      expect(passes('(low..high)')).toBe(value > low && value < high);
      expect(passes('not((low..high])')).toBe(!(value > low && value <= high));
      expect(passes(`not(${low}, ${high})`)).toBe(value !== low && value !== high);
    }),
    { numRuns: 50 },
  );
});

test('any text is a test or a FeelSyntaxError, and gives a boolean or a FeelError', () => {
  const word = fc.constantFrom(
    ...[
      '-',
      '<',
      '>=',
      '=',
      '!=',
      '(',
      ')',
      '[',
      ']',
      ',',
      '..',
      '?',
      '1',
      '"a"',
      'x',
      'not(',
      ' and ',
      ' in ',
    ],
    ...[
      'null',
      'true',
      '@"P1D"',
      'contains(',
      '{a: ',
      '}',
      'for i in ',
      ' return ',
      'function(a) ',
      '`',
      '.',
    ],
  );
  const text = fc.oneof(
    fc.array(word, { maxLength: 10 }).map((words) => words.join('')),
    fc.string(),
  );
  fc.assert(
    fc.property(text, fc.jsonValue(), (source, value) => {
      try {
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        expect(typeof compileUnaryTests(source).matches(plain, { x: 1 }, 0)).toBe('boolean');
      } catch (error) {
        if (!(error instanceof FeelSyntaxError) && !(error instanceof FeelError)) throw error;
      }
    }),
    { numRuns: 2000 },
  );
});
