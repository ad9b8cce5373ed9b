import type { Json } from './json';

/**
 * FEEL computes with decimals, JavaScript with binary fractions. A result that lies within four units in the last
 * place of a decimal with 13 digits is that decimal: so 0.1 + 0.2 = 0.3 holds, and amounts of money compare right.
 */
export function decimal(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  if (Number.isInteger(value)) return value || 0;
  const short = Number(value.toPrecision(13));
  return Math.abs(short - value) <= 4 * Number.EPSILON * Math.abs(value) ? short : value;
}

/** Whether two numbers stand for the same decimal; rounding is dear, so it is left to numbers that nearly meet. */
function sameNumber(a: number, b: number): boolean {
  if (a === b) return true;
  const near = Math.abs(a - b) <= 8 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b));
  return near && decimal(a) === decimal(b);
}

/** `a = b`: null when the values are of different types, as in FEEL; a list of one item equals that item. */
export function equal(left: Json, right: Json): boolean | null {
  if (left === null || right === null) return left === right;
  const [a, b] = [unwrap(left), unwrap(right)];
  if (a === undefined || b === undefined) return a === b ? true : null;
  if (typeof a === 'number' && typeof b === 'number') return sameNumber(a, b);
  if (a === null || b === null) return a === b ? true : null;
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) ? equalLists(a, b) : null;
  if (typeof a === 'object' && typeof b === 'object') return equalContexts(a, b);
  return typeof a === typeof b ? a === b : null;
}

function unwrap(value: Json): Json | undefined {
  return Array.isArray(value) && value.length < 2 ? value[0] : value;
}

function equalLists(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null) === true);
}

function equalContexts(a: Readonly<Record<string, Json>>, b: Readonly<Record<string, Json>>): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key] ?? null, b[key] ?? null) === true)
  );
}

/** `a < b` and its like: numbers and strings have an order, everything else gives null. */
export function compare(left: Json, right: Json, holds: (order: number) => boolean): boolean | null {
  if (typeof left === 'number' && typeof right === 'number') {
    return holds(sameNumber(left, right) ? 0 : left < right ? -1 : 1);
  }
  if (typeof left === 'string' && typeof right === 'string') {
    return holds(left === right ? 0 : left < right ? -1 : 1);
  }
  return null;
}

export function and(left: Json, right: Json): boolean | null {
  if (left === false || right === false) return false;
  return left === true && right === true ? true : null;
}

export function or(left: Json, right: Json): boolean | null {
  if (left === true || right === true) return true;
  return left === false && right === false ? false : null;
}

export function not(value: Json): boolean | null {
  return typeof value === 'boolean' ? !value : null;
}

export type Arithmetic = '+' | '-' | '*' | '/' | '**';

/** Null unless both are numbers, or both are strings that are added; division by zero is null. */
export function calculate(operator: Arithmetic, left: Json, right: Json): Json {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  switch (operator) {
    case '+':
      return decimal(left + right);
    case '-':
      return decimal(left - right);
    case '*':
      return decimal(left * right);
    case '/':
      return decimal(left / right);
    case '**':
      return decimal(left ** right);
  }
}

/** A property of a context; of a list, the property of each item; null where there is none. */
export function property(target: Json, name: string): Json {
  if (Array.isArray(target)) return target.map((item) => property(item, name));
  if (target === null || typeof target !== 'object') return null;
  return Object.hasOwn(target, name) ? (target[name] ?? null) : null;
}

/** The item at a position counted from 1, or from the end when it is negative; null outside of the list. */
export function itemAt(target: Json, position: number): Json {
  if (target === null) return null;
  const list = Array.isArray(target) ? target : [target];
  return list[position < 0 ? list.length + position : position - 1] ?? null;
}
