import type { FeelValue } from '../values/feel-object';
import { keyOf } from '../values/value-key';
import { DecisionError } from './decision-error';
import type { Evaluation, Logic, Values } from './evaluation';
import { aggregate, type Aggregation } from './aggregation';

export interface Output {
  readonly id: string;
  readonly name: string;
  /** Its values in the order of their priority, the highest first. */
  readonly order: Logic | undefined;
  readonly fallback: Logic | undefined;
}

/** A rule whose conditions hold, counted from 1, and its results, one for each output. */
export interface Match {
  readonly id: string;
  readonly rule: number;
  readonly outputs: readonly FeelValue[];
}

export type HitPolicy = 'UNIQUE' | 'ANY' | 'FIRST' | 'PRIORITY' | 'RULE ORDER' | 'OUTPUT ORDER' | 'COLLECT';

const POLICIES: readonly HitPolicy[] = [
  'UNIQUE',
  'ANY',
  'FIRST',
  'PRIORITY',
  'RULE ORDER',
  'OUTPUT ORDER',
  'COLLECT',
];

export const hitPolicyOf = (text: string): HitPolicy | undefined =>
  POLICIES.find((policy) => policy === text.replaceAll('_', ' ').trim());

export interface Table {
  readonly element: string;
  readonly policy: HitPolicy;
  readonly aggregation: Aggregation | undefined;
  readonly outputs: readonly Output[];
}

/**
 * What the matching rules make together (DMN 1.5, 8.2.11); without one the default outputs, or null. Throws a
 * `DecisionError` when they contradict the policy.
 */
export function applyHitPolicy(
  table: Table,
  matches: readonly Match[],
  scope: Values,
  evaluation: Evaluation,
): FeelValue {
  const { policy, aggregation, element, outputs } = table;
  const [first] = matches;
  if (!first) return defaultOf(outputs, scope, evaluation);
  const shape = (match: Match): FeelValue => shapeOf(outputs, match.outputs);
  switch (policy) {
    case 'UNIQUE':
      if (matches.length > 1) throw conflict(element, matches, 'UNIQUE allows one');
      return shape(first);
    case 'ANY':
      if (new Set(matches.map((match) => keyOf([...match.outputs]))).size > 1)
        throw conflict(element, matches, 'ANY allows only equal results');
      return shape(first);
    case 'FIRST':
      return shape(first);
    case 'PRIORITY':
      return shape(byPriority(outputs, matches, scope, evaluation)[0] ?? first);
    case 'OUTPUT ORDER':
      return byPriority(outputs, matches, scope, evaluation).map(shape);
    case 'RULE ORDER':
      return matches.map(shape);
    case 'COLLECT':
      return aggregation === undefined
        ? matches.map(shape)
        : aggregate(
            element,
            aggregation,
            matches.map(({ outputs: [value = null] }) => value),
          );
  }
}

/** As Camunda 8: outputs without a default are left out, and a single default is no list. */
function defaultOf(outputs: readonly Output[], scope: Values, evaluation: Evaluation): FeelValue {
  const values = outputs.flatMap(({ name, fallback }) =>
    fallback ? [[name, fallback(scope, evaluation) ?? null] as const] : [],
  );
  const [first] = values;
  if (!first) return null;
  return values.length === 1 ? first[1] : Object.fromEntries(values);
}

const conflict = (element: string, matches: readonly Match[], allowed: string): DecisionError =>
  new DecisionError(
    element,
    `the rules ${matches.map(({ rule }) => rule).join(', ')} match together, but the hit policy ${allowed}`,
    'Change the rules, or the hit policy.',
  );

/** One output is its value, several are a context. */
function shapeOf(outputs: readonly Output[], values: readonly FeelValue[]): FeelValue {
  if (outputs.length === 1) return values[0] ?? null;
  return Object.fromEntries(outputs.map(({ name }, index) => [name, values[index] ?? null]));
}

/** In the order in which the values stand in the outputs' lists, the first output first, then in that of the rules. */
function byPriority(
  outputs: readonly Output[],
  matches: readonly Match[],
  scope: Values,
  evaluation: Evaluation,
): readonly Match[] {
  const places = outputs.map(({ order }) => {
    const values = order?.(scope, evaluation);
    return new Map(Array.isArray(values) ? values.map((value, place) => [keyOf(value), place]) : []);
  });
  const ranked = matches.map((match) => ({
    match,
    ranks: places.map((place, output) => place.get(keyOf(match.outputs[output] ?? null)) ?? place.size),
  }));
  ranked.sort((one, other) => {
    const output = one.ranks.findIndex((rank, index) => rank !== other.ranks[index]);
    return (one.ranks[output] ?? 0) - (other.ranks[output] ?? 0);
  });
  return ranked.map(({ match }) => match);
}
