import { compilation } from './compile/compile-node';
import { outermost } from './compile/environment';
import { compileTests, testing } from './compile/unary-tests';
import type { FeelScope } from './feel-scope';
import { guard } from './guard';
import { parse, parseTests } from './parse/syntax';
import type { FeelValue } from './values/feel-object';

/** An expression whose values are FEEL's own, not JSON: for decisions, which pass dates and functions to each other. */
export interface FeelExpression {
  readonly source: string;
  /** Throws a `FeelError`. `at` is epoch ms. */
  evaluate(scope: FeelScope, at?: number): FeelValue;
}

/** Unary tests over FEEL's own values. */
export interface FeelTest {
  readonly source: string;
  /** Whether a value passes; a value that cannot be compared does not. Throws a `FeelError`. */
  matches(value: unknown, scope: FeelScope, at?: number): boolean;
}

/** Compiles an expression, once; `names` are those that may hold blanks and signs. Throws a `FeelSyntaxError`. */
export function compileFeel(source: string, names: Iterable<string> = []): FeelExpression {
  const known = namesIn(source, names);
  const root = parse(source, known);
  const compiled = compilation(source, root, known).compile(root);
  return { source, evaluate: (scope, at) => guard(source, () => compiled(outermost(source, scope, at))) };
}

/**
 * Compiles unary tests (`< 18`, `[18..65)`, `"a", "b"`, `not(…)`, `-`, expressions over `?`), once; nothing at all
 * passes every value. Throws a `FeelSyntaxError`.
 */
export function compileFeelTest(text: string, names: Iterable<string> = []): FeelTest {
  const source = text.trim();
  if (source === '') return { source, matches: () => true };
  const known = namesIn(source, names);
  const root = parseTests(source, known);
  const test = compileTests(root, compilation(source, root, known));
  return {
    source,
    matches: (value, scope, at) =>
      guard(source, () => test(testing(outermost(source, scope, at), (value ?? null) as FeelValue)) === true),
  };
}

/** A file may have thousands of names; the parser looks at each of them in each expression. */
function namesIn(source: string, names: Iterable<string>): string[] {
  const plain = source.replace(/\s+/g, '');
  return [...new Set(names)].filter((name) => plain.includes(name.replace(/\s+/g, '')));
}
