import { order } from '../values/compare';
import { decimal, sumOf } from '../values/decimal';
import type { FeelValue } from '../values/feel-object';
import { and, or } from '../values/ternary';
import { defineRest, type Library, type LibraryFunction } from './library-function';

/** Of numbers alone: null when one of the items is none, or when there are none. */
const ofNumbers = (compute: (numbers: readonly number[]) => number | null): LibraryFunction =>
  defineRest('list', (list) => {
    if (list.length === 0 || !list.every((item) => typeof item === 'number')) return null;
    const result = compute(list);
    return result === null ? null : decimal(result);
  });

const total = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sumOf(sum, number) ?? Number.NaN, 0);

export const statisticsFunctions: Library = {
  min: defineRest('list', (list) => extreme(list, (compared) => compared < 0)),
  max: defineRest('list', (list) => extreme(list, (compared) => compared > 0)),
  sum: ofNumbers(total),
  product: ofNumbers((numbers) =>
    numbers.reduce((product, number) => decimal(product * number) ?? Number.NaN, 1),
  ),
  mean: ofNumbers((numbers) => total(numbers) / numbers.length),
  median: ofNumbers((numbers) => {
    const sorted = numbers.toSorted((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    const upper = sorted[middle] ?? 0;
    return sorted.length % 2 === 1 ? upper : (sumOf(sorted[middle - 1] ?? 0, upper) ?? 0) / 2;
  }),
  stddev: ofNumbers((numbers) => {
    const mean = total(numbers) / numbers.length;
    const squares = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
    return numbers.length < 2 ? null : Math.sqrt(squares / (numbers.length - 1));
  }),
  mode: defineRest('list', mode),
  all: defineRest('list', (list) => list.reduce<boolean | null>(and, true)),
  any: defineRest('list', (list) => list.reduce<boolean | null>(or, false)),
};

function extreme(list: readonly FeelValue[], wins: (compared: number) => boolean): FeelValue {
  let best = list[0] ?? null;
  if (best === null || order(best, best) === undefined) return null;
  for (const item of list) {
    const compared = order(item, best);
    if (compared === undefined) return null;
    if (wins(compared)) best = item;
  }
  return best;
}

/** The numbers that come most often, in ascending order. */
function mode(list: readonly FeelValue[]): number[] | null {
  const counts = new Map<number, number>();
  for (const item of list) {
    const number = typeof item === 'number' ? decimal(item) : null;
    if (number === null) return null;
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  return [...counts].flatMap(([number, count]) => (count === most ? [number] : [])).sort((a, b) => a - b);
}
