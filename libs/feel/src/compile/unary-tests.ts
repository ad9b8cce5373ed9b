import type { SyntaxNode } from '../parse/syntax';
import { order } from '../values/compare';
import { equal } from '../values/equality';
import type { FeelValue } from '../values/feel-object';
import { isIn } from '../values/membership';
import { and, not, or } from '../values/ternary';
import type { Compilation } from './compilation';
import { type Compiled, type Environment, lookUp, within } from './environment';
import { INPUT } from './literals';
import { COMPARISONS } from './operators';
import { compileInterval } from './ranges';

/** Tests the value that stands under `?`; null when it cannot be compared. */
export type CompiledTest = (environment: Environment) => boolean | null;

const inputOf = (environment: Environment): FeelValue => lookUp(environment, INPUT) ?? null;

/** The environment of tests of a value. */
export const testing = (environment: Environment, input: FeelValue): Environment =>
  within(environment, { [INPUT]: input });

/** Compiles `UnaryTests`: a `-`, tests of which one must hold, or `not(…)` around them. */
export function compileTests({ children }: SyntaxNode, compilation: Compilation): CompiledTest {
  const [first] = children;
  if (first?.type === 'Wildcard') return () => true;
  const tests = children.find(({ type }) => type === 'PositiveUnaryTests');
  const any = anyOf(tests?.children ?? [], compilation);
  return first?.type === 'not' ? (environment) => not(any(environment)) : any;
}

/** `value in test` and `value in (tests)`. */
export function compileIn(value: Compiled, { children }: SyntaxNode, compilation: Compilation): Compiled {
  const list = children.find(({ type }) => type === 'PositiveUnaryTests');
  const tests = list?.children ?? children.filter(({ type }) => type === 'PositiveUnaryTest');
  const any = anyOf(tests, compilation, false);
  return (environment) => any(testing(environment, value(environment)));
}

function anyOf(nodes: readonly SyntaxNode[], compilation: Compilation, isTable = true): CompiledTest {
  const tests = nodes.map((node) => compileTest(node.children[0], compilation, isTable));
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (environment) => {
    let result: boolean | null = false;
    for (const test of tests) {
      result = or(result, test(environment));
      if (result === true) return true;
    }
    return result;
  };
}

function compileTest(node: SyntaxNode | undefined, compilation: Compilation, isTable: boolean): CompiledTest {
  const inner = node?.type === 'ParenthesizedExpression' ? node.children[1] : undefined;
  if (inner?.type === 'SimplePositiveUnaryTest') return compileSimple(inner, compilation);
  if (node?.type === 'SimplePositiveUnaryTest') return compileSimple(node, compilation);
  const expected = compilation.compile(node);
  if (node && isLiteral(node)) return (environment) => equal(inputOf(environment), expected(environment));
  if (node && asks(node)) {
    return (environment) => {
      const result = expected(environment);
      return typeof result === 'boolean' ? result : null;
    };
  }
  return (environment) => {
    const [input, value] = [inputOf(environment), expected(environment)];
    // In a decision table an expression may also be a condition of its own.
    if (value === true && isTable && typeof input !== 'boolean') return true;
    return isIn(input, value);
  };
}

function compileSimple(node: SyntaxNode, compilation: Compilation): CompiledTest {
  const [first, second] = node.children;
  if (first?.type === 'Interval') {
    const { start, end, startIncluded, endIncluded } = compileInterval(first, compilation);
    return (environment) => {
      const input = inputOf(environment);
      const [above, below] = [order(input, start(environment)), order(input, end(environment))];
      return and(
        above === undefined ? null : startIncluded ? above >= 0 : above > 0,
        below === undefined ? null : endIncluded ? below <= 0 : below < 0,
      );
    };
  }
  const compare = COMPARISONS[first?.text ?? ''] ?? equal;
  const bound = compilation.compile(second);
  return (environment) => {
    const result = compare(inputOf(environment), bound(environment));
    return typeof result === 'boolean' ? result : null;
  };
}

const isLiteral = ({ type }: SyntaxNode): boolean =>
  ['null', 'BooleanLiteral', 'NumericLiteral', 'StringLiteral'].includes(type);

/** Whether the tested value is mentioned: then the expression itself is the test. */
function asks(node: SyntaxNode): boolean {
  return node.type === '?' || node.children.some(asks);
}
