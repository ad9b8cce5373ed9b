import { compileNode } from './compile-node';
import { constant, type Expression } from './expression';
import { FeelError } from './feel-error';
import { compileWithFeelin } from './feelin-function';
import type { Json, Scope } from './json';
import { checkNames } from './names';
import { parse } from './syntax';
import { toJson } from './to-json';

/**
 * Compiles a FEEL expression (without the leading `=` of models), parsing it once. Throws a `FeelSyntaxError`;
 * what it gives throws a `FeelError` when evaluation fails. A missing variable is null.
 */
export function compileExpression(feel: string): Expression {
  const root = parse(feel);
  checkNames(feel, root);
  const source = `=${feel}`;
  const compiled = compileNode(root);
  if (compiled) return { source, evaluate: (scope) => guard(source, () => compiled(scope)) };
  const feelin = compileWithFeelin(feel, root);
  return { source, evaluate: (scope: Scope, at) => guard(source, () => toJson(feelin(scope, at))) };
}

function guard(source: string, compute: () => Json): Json {
  try {
    return compute();
  } catch (cause) {
    if (cause instanceof FeelError) throw cause;
    throw new FeelError(source, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Compiles a value as models write it: FEEL after a leading `=`, else constant text, kept as it is. */
export function compileValue(text: string): Expression {
  const start = text.search(/\S/);
  return start >= 0 && text[start] === '=' ? compileExpression(text.slice(start + 1)) : constant(text);
}
