import { addDuration, type Json, parseDuration } from '@partitura/feel';
import { ExpressionError } from './expression-error';

/** A text (or a number, written as text); `what` names the expression in the error. */
export function asText(value: Json, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number') return String(value);
  throw new ExpressionError(
    `${what} gives ${JSON.stringify(value)}, not a text or number. Set the variables that it names.`,
  );
}

export function asPositiveInteger(value: Json, what: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new ExpressionError(`${what} gives ${JSON.stringify(value)}: give a whole number from 1.`);
}

export function asWholeNumber(value: Json, what: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new ExpressionError(`${what} gives ${JSON.stringify(value)}: give a whole number from 0.`);
}

/** Epoch ms that lie an ISO 8601 duration after `from`. */
export const after = (from: number, duration: Json, what: string): number =>
  addDuration(from, parseDuration(asText(duration, what)));
