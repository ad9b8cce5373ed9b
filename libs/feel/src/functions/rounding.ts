import { decimal } from '../values/decimal';
import { numberText } from '../values/feel-text';

/** Ways to round, named as Java's and FEEL's. */
export type Rounding =
  'UP' | 'DOWN' | 'CEILING' | 'FLOOR' | 'HALF_UP' | 'HALF_DOWN' | 'HALF_EVEN' | 'UNNECESSARY';

const MIN_SCALE = -6111;
const MAX_SCALE = 6176;

/**
 * Rounds the decimal that a number stands for (2.675, not the binary fraction below it) to digits after the point;
 * null when the scale is out of FEEL's range, or when `UNNECESSARY` is not true.
 */
export function round(value: number, scale: number, mode: Rounding): number | null {
  const digits = Math.trunc(scale);
  if (digits < MIN_SCALE || digits > MAX_SCALE) return null;
  const [whole = '', fraction = ''] = numberText(Math.abs(value)).split('.');
  if (fraction.length <= digits) return value;
  if (-digits > whole.length) return digitsToNumber(away(mode, value, 1, true) ? 1n : 0n, digits, value);
  const all = whole + fraction;
  const cut = whole.length + digits;
  const kept = BigInt(all.slice(0, cut) || '0');
  const rest = all.slice(cut);
  if (/^0*$/.test(rest)) return digitsToNumber(kept, digits, value);
  if (mode === 'UNNECESSARY') return null;
  const half = `5${'0'.repeat(rest.length - 1)}`;
  const toHalf = rest === half ? 0 : rest < half ? -1 : 1;
  return digitsToNumber(kept + (away(mode, value, toHalf, kept % 2n === 0n) ? 1n : 0n), digits, value);
}

/** Whether to round away from zero; `toHalf` is how the rest compares with one half. */
function away(mode: Rounding, value: number, toHalf: number, isEven: boolean): boolean {
  switch (mode) {
    case 'UP':
      return true;
    case 'DOWN':
    case 'UNNECESSARY':
      return false;
    case 'CEILING':
      return value > 0;
    case 'FLOOR':
      return value < 0;
    case 'HALF_UP':
      return toHalf >= 0;
    case 'HALF_DOWN':
      return toHalf > 0;
    case 'HALF_EVEN':
      return toHalf > 0 || (toHalf === 0 && !isEven);
  }
}

function digitsToNumber(digits: bigint, scale: number, sign: number): number | null {
  const result = Number(`${digits}e${-scale}`);
  return decimal(sign < 0 ? -result : result);
}
