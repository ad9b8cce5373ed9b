import { nameOf } from '../parse/names';
import type { SyntaxNode } from '../parse/syntax';
import { order } from '../values/compare';
import { FeelDate } from '../values/feel-date';
import { type FeelValue, isContext } from '../values/feel-object';
import { FeelRange } from '../values/feel-range';
import { asList, itemAt } from '../values/properties';
import { and, or } from '../values/ternary';
import type { Compilation, NodeCompiler } from './compilation';
import { type Compiled, countStep, type Environment, within } from './environment';

export const compileList: NodeCompiler = ({ children }, { compile }) => {
  const items = children.slice(1, -1).map(compile);
  return (environment) => items.map((item) => item(environment));
};

/** Filters of these types give booleans; others may turn out to be a position. */
const CONDITIONS = new Set([
  'Comparison',
  'Conjunction',
  'Disjunction',
  'BooleanLiteral',
  'QuantifiedExpression',
  'InstanceOfExpression',
]);

/** `list[condition]`, where the item is `item` and its entries are names, and `list[position]`. */
export const compileFilter: NodeCompiler = ({ children: [target, , filter] }, { compile }) => {
  const list = compile(target);
  const condition = compile(filter);
  if (filter?.type === 'NumericLiteral') {
    const position = Number(filter.text.replace(/\s/g, ''));
    return (environment) => itemAt(list(environment), position);
  }
  if (filter && CONDITIONS.has(filter.type)) {
    return (environment) => keep(list(environment), condition, environment);
  }
  return (environment) => {
    const value = list(environment);
    if (value === null) return null;
    const position = condition(environment);
    if (typeof position === 'number') return itemAt(value, position);
    const [first] = asList(value);
    const ofFirst = first === undefined ? null : condition(itemEnvironment(environment, first));
    return typeof ofFirst === 'number' ? itemAt(value, ofFirst) : keep(value, condition, environment);
  };
};

function keep(value: FeelValue, condition: Compiled, environment: Environment): FeelValue {
  if (value === null) return null;
  return asList(value).filter((item) => {
    countStep(environment);
    return condition(itemEnvironment(environment, item)) === true;
  });
}

function itemEnvironment(environment: Environment, item: FeelValue): Environment {
  const inside = within(environment, { item });
  return isContext(item) ? within(inside, item) : inside;
}

interface Iterator {
  readonly name: string;
  /** The items to go through; undefined when there is no list. */
  readonly items: (environment: Environment) => Iterable<FeelValue> | undefined;
}

function compileIterators(node: SyntaxNode, { compile }: Compilation): readonly Iterator[] {
  const iterators = node.children.find(({ type }) => type === 'InExpressions')?.children ?? [];
  return iterators.map(({ children: [name, , context] }) => {
    const [from, , to] = context?.children ?? [];
    const first = compile(from);
    const last = to && compile(to);
    return {
      name: name ? nameOf(name) : '',
      items: last
        ? (environment) => between(first(environment), last(environment), true, true)
        : (environment) => itemsOf(first(environment)),
    };
  });
}

function itemsOf(value: FeelValue): Iterable<FeelValue> | undefined {
  if (value === null) return undefined;
  if (!(value instanceof FeelRange)) return asList(value);
  // Only `for i in 3..1` counts downwards; a range that ends before it begins holds nothing.
  if ((order(value.start, value.end) ?? 1) > 0) return undefined;
  return between(value.start, value.end, value.startIncluded, value.endIncluded);
}

/** Whole numbers or days from one to the other, upwards or downwards. */
function between(
  start: FeelValue,
  end: FeelValue,
  startIncluded: boolean,
  endIncluded: boolean,
): Iterable<FeelValue> | undefined {
  const isDays = start instanceof FeelDate && end instanceof FeelDate;
  const from = start instanceof FeelDate ? start.epochDay : start;
  const to = end instanceof FeelDate ? end.epochDay : end;
  if (typeof from !== 'number' || typeof to !== 'number') return undefined;
  if (!isDays && (start instanceof FeelDate || end instanceof FeelDate)) return undefined;
  const step = from <= to ? 1 : -1;
  const first = startIncluded ? from : from + step;
  return count(first, to, step, endIncluded, isDays);
}

function* count(
  from: number,
  to: number,
  step: number,
  toIncluded: boolean,
  isDays: boolean,
): Generator<FeelValue> {
  for (let value = from; step > 0 ? value <= to : value >= to; value += step) {
    if (value === to && !toIncluded) return;
    yield isDays ? (FeelDate.fromEpochDay(value) ?? null) : value;
  }
}

/** Visits every combination of items, the last iterator fastest; false ends it. Undefined when one has no list. */
function visit(
  iterators: readonly Iterator[],
  environment: Environment,
  body: (environment: Environment) => boolean,
): boolean | undefined {
  const [iterator, ...others] = iterators;
  if (!iterator) return body(environment);
  const items = iterator.items(environment);
  if (!items) return undefined;
  for (const item of items) {
    countStep(environment);
    const goesOn = visit(others, within(environment, { [iterator.name]: item }), body);
    if (goesOn !== true) return goesOn;
  }
  return true;
}

export const compileFor: NodeCompiler = (node, compilation) => {
  const iterators = compileIterators(node, compilation);
  const bodyNode = node.children.at(-1);
  const body = compilation.compile(bodyNode);
  const usesPartial = bodyNode !== undefined && mentions(bodyNode, 'partial');
  return (environment) => {
    const results: FeelValue[] = [];
    const complete = visit(iterators, environment, (inside) => {
      results.push(body(usesPartial ? withPartial(inside, results) : inside));
      return true;
    });
    return complete === undefined ? null : results;
  };
};

function withPartial(environment: Environment, results: readonly FeelValue[]): Environment {
  countStep(environment, results.length);
  return within(environment, { partial: [...results] });
}

const mentions = (node: SyntaxNode, name: string): boolean =>
  (node.type === 'VariableName' && nameOf(node) === name) ||
  node.children.some((child) => mentions(child, name));

/** `some` and `every`: what is no boolean counts as unknown. */
export const compileQuantified: NodeCompiler = (node, compilation) => {
  const iterators = compileIterators(node, compilation);
  const condition = compilation.compile(node.children.at(-1));
  const isSome = node.children[0]?.text === 'some';
  return (environment) => {
    let result: boolean | null = !isSome;
    const complete = visit(iterators, environment, (inside) => {
      const holds = condition(inside);
      result = isSome ? or(result, holds) : and(result, holds);
      return result !== isSome;
    });
    return complete === undefined ? null : result;
  };
};
