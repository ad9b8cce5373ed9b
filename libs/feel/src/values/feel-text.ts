import { FeelObject, type FeelValue } from './feel-object';

/** The text of a value as `string()` gives it; texts inside of lists and contexts stand in quotes. */
export function textOf(value: FeelValue): string {
  return typeof value === 'string' ? value : quotedText(value);
}

/** The text of a value as it stands inside of another one. */
export function quotedText(value: FeelValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return `"${value.replaceAll('"', '\\"')}"`;
  if (Array.isArray(value)) return `[${value.map(quotedText).join(', ')}]`;
  if (value instanceof FeelObject) return value.toString();
  const entries = Object.entries(value).map(([key, item]) => `${key}:${quotedText(item)}`);
  return `{${entries.join(', ')}}`;
}

/** A number in decimal notation, without an exponent. */
export function numberText(value: number): string {
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '', fraction = '', exponent] = match;
  const shift = Number(exponent);
  const digits = whole + fraction;
  return shift < 0
    ? `${sign}0.${'0'.repeat(-shift - 1)}${digits}`
    : `${sign}${digits.padEnd(shift + 1, '0')}`;
}
