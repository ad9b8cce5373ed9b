import { calculate } from '../operators';
import type { Json } from '../json';
import { DecisionError } from './decision-error';
import type { Logic } from './logic';

export interface Output {
  readonly name: string | undefined;
  /** Its values in the order of their priority. */
  readonly order?: Logic;
  readonly fallback?: Logic;
}

/** A rule whose conditions hold, counted from 1, and its results. */
export interface Match {
  readonly rule: number;
  readonly outputs: readonly unknown[];
}

export interface Table {
  readonly element: string;
  readonly name: string;
  readonly policy: string;
  readonly aggregation: string | undefined;
}

const POLICIES = new Set(['UNIQUE', 'ANY', 'FIRST', 'PRIORITY', 'RULE_ORDER', 'OUTPUT_ORDER', 'COLLECT']);
const AGGREGATIONS = new Set(['SUM', 'MIN', 'MAX', 'COUNT']);

export const isHitPolicy = (policy: string, aggregation: string | undefined): boolean =>
  POLICIES.has(policy) &&
  (aggregation === undefined || (policy === 'COLLECT' && AGGREGATIONS.has(aggregation)));

/** What the matching rules make together (DMN 1.5, 8.2.8); without one the default outputs, or null. */
export function applyHitPolicy(
  table: Table,
  outputs: readonly Output[],
  matches: readonly Match[],
  scope: Readonly<Record<string, unknown>>,
  at: number | undefined,
): unknown {
  const { policy, aggregation, element } = table;
  const shape = (match: Match): unknown => shapeOf(outputs, match.outputs);
  if (matches.length === 0 && aggregation !== 'COUNT') {
    if (outputs.some(({ fallback }) => fallback)) {
      const defaults = shapeOf(
        outputs,
        outputs.map(({ fallback }) => fallback?.(scope, at) ?? null),
      );
      return MULTIPLE.has(policy) && aggregation === undefined ? [defaults] : defaults;
    }
    return null;
  }
  switch (policy) {
    case 'UNIQUE':
      if (matches.length > 1) throw conflict(element, matches, 'UNIQUE allows one');
      return shape(matches[0] as Match);
    case 'ANY': {
      const [first, ...others] = matches.map(({ outputs: values }) => JSON.stringify(values));
      if (others.some((other) => other !== first))
        throw conflict(element, matches, 'ANY allows only equal results');
      return shape(matches[0] as Match);
    }
    case 'FIRST':
      return shape(matches[0] as Match);
    case 'PRIORITY':
      return shape(byPriority(outputs, matches, scope, at)[0] as Match);
    case 'OUTPUT_ORDER':
      return byPriority(outputs, matches, scope, at).map(shape);
    case 'RULE_ORDER':
      return matches.map(shape);
    default:
      return aggregation === undefined ? matches.map(shape) : aggregate(aggregation, matches);
  }
}

const MULTIPLE = new Set(['COLLECT', 'RULE_ORDER', 'OUTPUT_ORDER']);

const conflict = (element: string, matches: readonly Match[], allowed: string): DecisionError =>
  new DecisionError(
    element,
    `${element}: the rules ${matches.map(({ rule }) => rule).join(', ')} match together, but the hit policy ${allowed}. Change the rules, or the hit policy.`,
  );

/** One output is its value, several are a context. */
function shapeOf(outputs: readonly Output[], values: readonly unknown[]): unknown {
  if (outputs.length === 1) return values[0] ?? null;
  return Object.fromEntries(outputs.map(({ name }, i) => [name ?? `output ${i + 1}`, values[i] ?? null]));
}

/** In the order in which the values stand in the outputs' lists, the first output first. */
function byPriority(
  outputs: readonly Output[],
  matches: readonly Match[],
  scope: Readonly<Record<string, unknown>>,
  at: number | undefined,
): Match[] {
  const orders = outputs.map(({ order }) => {
    const values = order?.(scope, at);
    return Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : [];
  });
  const rank = (match: Match, output: number): number => {
    const place = orders[output]?.indexOf(JSON.stringify(match.outputs[output])) ?? -1;
    return place < 0 ? Number.MAX_SAFE_INTEGER : place;
  };
  return [...matches].sort((one, other) => {
    for (const output of outputs.keys()) {
      const difference = rank(one, output) - rank(other, output);
      if (difference !== 0) return difference;
    }
    return one.rule - other.rule;
  });
}

function aggregate(aggregation: string, matches: readonly Match[]): unknown {
  const values = matches.map(({ outputs: [value] }) => value);
  if (aggregation === 'COUNT') return new Set(values.map((value) => JSON.stringify(value))).size;
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length !== values.length) return null;
  if (aggregation === 'SUM') return numbers.reduce<Json>((sum, number) => calculate('+', sum, number), 0);
  return aggregation === 'MIN' ? Math.min(...numbers) : Math.max(...numbers);
}
