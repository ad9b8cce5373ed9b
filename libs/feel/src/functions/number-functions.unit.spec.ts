import * as fc from 'fast-check';
import { compileExpression, type Json } from '../index';
import { round } from './rounding';

test.each<[string, Json]>([
  ['decimal(1 / 3, 2)', 0.33],
  ['decimal(1.5, 0)', 2],
  ['decimal(2.5, 0)', 2],
  ['decimal(3.5, 0)', 4],
  ['decimal(-2.5, 0)', -2],
  ['decimal(2.5, 0, "half_up")', 3],
  ['decimal(2.5, 0, "HALF_DOWN")', 2],
  ['decimal(2.1, 0, "UP")', 3],
  ['decimal(2.5, 0, "unknown")', null],
  ['decimal(2.5, 0, "UNNECESSARY")', null],
  ['decimal(2.50, 1, "UNNECESSARY")', 2.5],
  ['decimal(2.675, 2)', 2.68],
  ['decimal(1.005, 2)', 1],
  ['decimal(1235, -2)', 1200],
  ['decimal(1250, -2)', 1200],
  ['decimal(1, 7000)', null],
  ['decimal(n: 1.25, scale: 1)', 1.2],
  ['floor(1.5)', 1],
  ['floor(-1.5)', -2],
  ['floor(-1.56, 1)', -1.6],
  ['floor("1")', null],
  ['ceiling(1.5)', 2],
  ['ceiling(-1.5)', -1],
  ['ceiling(-1.56, 1)', -1.5],
  ['ceiling(2)', 2],
  ['round up(5.5)', 6],
  ['round up(-5.5, 0)', -6],
  ['round up(1.121, 2)', 1.13],
  ['round up(-1.126, 2)', -1.13],
  ['round down(5.5, 0)', 5],
  ['round down(1.121, 2)', 1.12],
  ['round down(-1.126, 2)', -1.12],
  ['round half up(5.5, 0)', 6],
  ['round half up(-5.5, 0)', -6],
  ['round half up(1.121, 2)', 1.12],
  ['round half up(-1.126, 2)', -1.13],
  ['round half up(1.005, 2)', 1.01],
  ['round half down(5.5, 0)', 5],
  ['round half down(-5.5, 0)', -5],
  ['round half down(1.126, 2)', 1.13],
  ['abs(-10)', 10],
  ['abs(n: -10)', 10],
  ['abs(number: -10)', 10],
  ['abs(@"-PT5H")', 'PT5H'],
  ['abs(@"-P2M")', 'P2M'],
  ['abs("x")', null],
  ['modulo(12, 5)', 2],
  ['modulo(-12, 5)', 3],
  ['modulo(12, -5)', -3],
  ['modulo(10.1, 4.5)', 1.1],
  ['modulo(0.3, 0.1)', 0],
  ['modulo(5, 0)', null],
  ['sqrt(16)', 4],
  ['sqrt(-1)', null],
  ['log(10)', 2.302585092994046],
  ['log(0)', null],
  ['exp(5)', 148.4131591025766],
  ['odd(5)', true],
  ['odd(-1)', true],
  ['odd(2)', false],
  ['even(2)', true],
  ['even(5)', false],
  ['odd(1.5)', false],
  ['even("x")', null],
  ['number("1500.5")', 1500.5],
  ['number("1,500", ",")', 1500],
  ['number("1 500.5", " ", ".")', 1500.5],
  ['number("1.500,5", ".", ",")', 1500.5],
  ['number("1500,5", null, ",")', 1500.5],
  ['number("1.500", ".", ".")', null],
  ['number("1,500")', null],
  ['number("abc")', null],
  ['number("")', null],
  ['number("-.5")', -0.5],
  ['number("1e3")', 1000],
  ['number(5)', null],
  ['number(null)', null],
])('%s', (source, expected) => {
  expect(compileExpression(source).evaluate({})).toEqual(expected);
});

describe('rounding', () => {
  const amount = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }));

  test('leaves no more digits than asked for, and errs by less than one in the last', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 4 }), ([digits, point], scale) => {
        const value = Number(`${digits}e-${point}`);
        for (const mode of ['UP', 'DOWN', 'CEILING', 'FLOOR', 'HALF_UP', 'HALF_DOWN', 'HALF_EVEN'] as const) {
          const rounded = round(value, scale, mode);
          expect(rounded).toBe(Number(rounded?.toFixed(scale)));
          expect(Math.abs((rounded ?? Number.NaN) - value)).toBeLessThan(10 ** -scale + 1e-6);
        }
      }),
    );
  });

  test('goes down, up and to the nearest as the modes say', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 4 }), ([digits, point], scale) => {
        const value = Number(`${digits}e-${point}`);
        const by = (mode: Parameters<typeof round>[2]): number => round(value, scale, mode) ?? Number.NaN;
        expect(by('FLOOR')).toBeLessThanOrEqual(value);
        expect(by('CEILING')).toBeGreaterThanOrEqual(value);
        expect(Math.abs(by('DOWN'))).toBeLessThanOrEqual(Math.abs(value));
        expect(Math.abs(by('UP'))).toBeGreaterThanOrEqual(Math.abs(value));
        expect(Math.abs(by('HALF_UP') - value)).toBeLessThanOrEqual(0.5 * 10 ** -scale + 1e-6);
      }),
    );
  });
});
