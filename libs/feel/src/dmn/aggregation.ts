import { calculate } from '../values/arithmetic';
import type { FeelValue } from '../values/feel-object';
import { DecisionError } from './decision-error';

export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT';

const AGGREGATIONS: readonly Aggregation[] = ['SUM', 'MIN', 'MAX', 'COUNT'];

export const aggregationOf = (text: string): Aggregation | undefined =>
  AGGREGATIONS.find((aggregation) => aggregation === text.trim());

/** One number from the results of a COLLECT table (DMN 1.5, 8.2.11); throws a `DecisionError` for other values. */
export function aggregate(
  element: string,
  aggregation: Aggregation,
  values: readonly FeelValue[],
): FeelValue {
  if (aggregation === 'COUNT') return values.length;
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length)
    throw new DecisionError(
      element,
      `a matching rule gives no number, which ${aggregation} needs`,
      'Correct its result, or collect without aggregation.',
    );
  const [first = 0, ...others] = numbers;
  return others.reduce<FeelValue>((result, number) => combine(aggregation, result, number), first);
}

function combine(aggregation: Exclude<Aggregation, 'COUNT'>, result: FeelValue, number: number): FeelValue {
  // Numbers too large to be added are null.
  if (typeof result !== 'number') return null;
  switch (aggregation) {
    case 'SUM':
      return calculate('+', result, number);
    case 'MIN':
      return Math.min(result, number);
    case 'MAX':
      return Math.max(result, number);
  }
}
