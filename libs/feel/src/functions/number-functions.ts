import { decimal, sumOf } from '../values/decimal';
import { DaysDuration, MonthsDuration } from '../values/feel-duration';
import { define, type Library, type LibraryFunction } from './library-function';
import { round, type Rounding } from './rounding';

const rounding = (mode: Rounding): LibraryFunction =>
  define(['n', 'n, scale'], ([n, scale]) => {
    if (typeof n !== 'number') return null;
    if (scale === undefined) return round(n, 0, mode);
    return typeof scale === 'number' ? round(n, scale, mode) : null;
  });

const ofNumber = (compute: (n: number) => number | boolean | null): LibraryFunction =>
  define(['number'], ([n]) => {
    const result = typeof n === 'number' ? compute(n) : null;
    return typeof result === 'number' ? decimal(result) : result;
  });

const MODES: readonly string[] = [
  'UP',
  'DOWN',
  'CEILING',
  'FLOOR',
  'HALF_UP',
  'HALF_DOWN',
  'HALF_EVEN',
  'UNNECESSARY',
] satisfies Rounding[];

const isMode = (mode: string): mode is Rounding => MODES.includes(mode);

export const numberFunctions: Library = {
  decimal: define(['n, scale', 'n, scale, mode'], ([n, scale, mode = 'HALF_EVEN']) => {
    if (typeof n !== 'number' || typeof scale !== 'number' || typeof mode !== 'string') return null;
    const upper = mode.toUpperCase();
    return isMode(upper) ? round(n, scale, upper) : null;
  }),
  floor: rounding('FLOOR'),
  ceiling: rounding('CEILING'),
  'round up': rounding('UP'),
  'round down': rounding('DOWN'),
  'round half up': rounding('HALF_UP'),
  'round half down': rounding('HALF_DOWN'),
  abs: define(['number', 'n'], ([n]) => {
    if (typeof n === 'number') return Math.abs(n);
    if (n instanceof DaysDuration) return n.isNegative ? n.negated() : n;
    return n instanceof MonthsDuration ? new MonthsDuration(Math.abs(n.months)) : null;
  }),
  modulo: define(['dividend, divisor'], ([dividend, divisor]) => {
    if (typeof dividend !== 'number' || typeof divisor !== 'number') return null;
    const times = decimal(dividend / divisor);
    return times === null ? null : sumOf(dividend, -(decimal(divisor * Math.floor(times)) ?? 0));
  }),
  sqrt: ofNumber(Math.sqrt),
  log: ofNumber((n) => (n > 0 ? Math.log(n) : null)),
  exp: ofNumber(Math.exp),
  odd: ofNumber((n) => Math.abs(n) % 2 === 1),
  even: ofNumber((n) => n % 2 === 0),
};
