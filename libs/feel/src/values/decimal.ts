/**
 * FEEL computes with decimals, JavaScript with binary fractions. A result that lies within four units in the last
 * place of a decimal with 13 digits is that decimal: so 0.1 * 3 = 0.3 holds, and amounts of money compare right.
 * `magnitude` is that of the greatest number which took part. Null for what is no finite number.
 */
export function decimal(value: number, magnitude = Math.abs(value)): number | null {
  if (!Number.isFinite(value)) return null;
  if (Number.isInteger(value)) return value || 0;
  const short = Number(value.toPrecision(13));
  return Math.abs(short - value) <= 4 * Number.EPSILON * magnitude ? short : value;
}

/** Digits after the point at which sums are counted in whole numbers: cents first. */
const SCALES = [1e2, 1e6, 1e10];

/** The sum as decimals: exact for up to ten digits after the point, where binary fractions would lose digits. */
export function sumOf(a: number, b: number): number | null {
  const sum = a + b;
  if (Number.isInteger(a) && Number.isInteger(b)) return decimal(sum);
  for (const scale of SCALES) {
    const [left, right] = [Math.round(a * scale), Math.round(b * scale)];
    if (!Number.isSafeInteger(left + right)) break;
    if (left / scale === a && right / scale === b) return (left + right) / scale || 0;
  }
  return decimal(sum, Math.max(Math.abs(a), Math.abs(b)));
}

/** Whether two numbers stand for the same decimal; rounding is dear, so it is left to numbers that nearly meet. */
export function sameNumber(a: number, b: number): boolean {
  if (a === b) return true;
  const near = Math.abs(a - b) <= 8 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b));
  return near && decimal(a) === decimal(b);
}
