import { order } from './compare';
import { sameNumber } from './decimal';
import { type FeelContext, FeelObject, type FeelValue, isContext } from './feel-object';
import { FeelRange } from './feel-range';

/** `a = b`: null when the values are of different types, so that a comparison never holds by accident. */
export function equal(left: FeelValue, right: FeelValue): boolean | null {
  if (left === null || right === null) return left === right;
  if (typeof left === 'number' && typeof right === 'number') return sameNumber(left, right);
  if (typeof left !== 'object' || typeof right !== 'object') {
    return typeof left === typeof right ? left === right : null;
  }
  if (Array.isArray(left)) return Array.isArray(right) ? equalLists(left, right) : null;
  if (left instanceof FeelObject || right instanceof FeelObject) return equalObjects(left, right);
  return isContext(left) && isContext(right) ? equalContexts(left, right) : null;
}

/** Whether two values are equal beyond doubt: what `list contains`, `distinct values` and their like ask. */
export const same = (left: FeelValue, right: FeelValue): boolean => equal(left, right) === true;

function equalLists(a: readonly FeelValue[], b: readonly FeelValue[]): boolean {
  return a.length === b.length && a.every((item, index) => same(item, b[index] ?? null));
}

function equalContexts(a: FeelContext, b: FeelContext): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key] ?? null, b[key] ?? null))
  );
}

function equalObjects(a: FeelValue, b: FeelValue): boolean | null {
  if (a instanceof FeelRange && b instanceof FeelRange) {
    return (
      a.startIncluded === b.startIncluded &&
      a.endIncluded === b.endIncluded &&
      same(a.start, b.start) &&
      same(a.end, b.end)
    );
  }
  if (a === b) return true;
  const compared = order(a, b);
  if (compared !== undefined) return compared === 0;
  // A time with a zone and a local one are of one type, but never equal.
  return a instanceof FeelObject && b instanceof FeelObject && a.type === b.type ? false : null;
}
