import { compilation } from './compile/compile-node';
import { outermost } from './compile/environment';
import { compileFeelTest } from './feel-values';
import { constant, type Expression } from './expression';
import { guard } from './guard';
import type { Json, Scope } from './json';
import { checkNames } from './parse/names';
import { namesRead } from './parse/names-read';
import { parse, type SyntaxNode } from './parse/syntax';
import { toJson } from './to-json';

/**
 * Compiles a FEEL expression (without the leading `=` of models), parsing it once. Throws a `FeelSyntaxError`;
 * what it gives throws a `FeelError` when evaluation fails. A missing variable is null.
 */
export function compileExpression(feel: string): Expression {
  const root = parse(feel);
  checkNames(feel, root);
  const source = `=${feel}`;
  const compiled = compilation(source, root).compile(root);
  const names = namesRead(root);
  if (givesJson(root)) {
    return {
      source,
      names,
      evaluate: (scope, at) => guard(source, () => compiled(outermost(source, scope, at)) as Json),
    };
  }
  return {
    source,
    names,
    evaluate: (scope, at) => guard(source, () => toJson(compiled(outermost(source, scope, at)))),
  };
}

/** Nodes that may give what JSON does not know: dates, durations, ranges, functions. */
const BEYOND_JSON = new Set([
  'DateTimeLiteral',
  'FunctionDefinition',
  'Interval',
  'SimplePositiveUnaryTest',
  'FunctionInvocation',
]);

/** Variables are JSON, so most expressions are; only the others are looked through after each evaluation. */
const givesJson = (node: SyntaxNode): boolean =>
  !BEYOND_JSON.has(node.type) && node.children.every(givesJson);

/** Compiles a value as models write it: FEEL after a leading `=`, else constant text, kept as it is. */
export function compileValue(text: string): Expression {
  const start = text.search(/\S/);
  return start >= 0 && text[start] === '=' ? compileExpression(text.slice(start + 1)) : constant(text);
}

/** Unary tests of JSON values, as a decision table has them. */
export interface UnaryTests {
  readonly source: string;
  /** Whether a value passes; a value that cannot be compared does not. Throws a `FeelError`. */
  matches(value: Json, scope: Scope, at?: number): boolean;
}

/** Compiles unary tests (`< 18`, `"a", "b"`, `not(…)`, `-`, conditions over `?`), once. Throws a `FeelSyntaxError`. */
export const compileUnaryTests = (text: string): UnaryTests => compileFeelTest(text);
