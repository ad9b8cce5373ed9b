import { date, dateAndTime, evaluate, FeelFunction } from 'feelin';
import { FeelError } from './feel-error';
import { formatDateTime } from './iso8601/format-date-time';
import type { Scope } from './json';
import { nameOf } from './names';
import { DIALECT, type SyntaxNode } from './syntax';

/** Evaluates with feelin; the result is one of its values, not yet JSON. */
export type FeelinExpression = (scope: Scope, at: number | undefined) => unknown;

/**
 * Compiles an expression with feelin, once: feelin parses at every call of `evaluate`, but a function of FEEL keeps
 * its body compiled. So the expression becomes the body of a function whose parameters are the variables it uses.
 */
export function compileWithFeelin(source: string, root: SyntaxNode): FeelinExpression {
  const names = [...variablesOf(root)];
  if (names.some((name) => !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name))) return interpret(source, names);
  const { value, warnings } = evaluate(`function(${names.join(', ')}) ${source}`, {}, DIALECT);
  if (!(value instanceof FeelFunction)) return interpret(source, names);
  return (scope, at) => {
    try {
      return value.invoke(names.map((name) => valueOf(name, scope, at, source))) as unknown;
    } finally {
      // The function collects the warnings of all its calls in this one list.
      warnings.length = 0;
    }
  };
}

/** Names in backticks cannot be parameters: such an expression is parsed again each time. */
function interpret(source: string, names: readonly string[]): FeelinExpression {
  return (scope, at) => {
    const values = names.map((name) => [name, valueOf(name, scope, at, source)] as const);
    const given = values.filter(([, value]) => value !== undefined);
    return evaluate(source, Object.fromEntries(given), DIALECT).value;
  };
}

function variablesOf(node: SyntaxNode, names = new Set<string>()): Set<string> {
  const [callee, ...rest] = node.children;
  if (node.type === 'FunctionInvocation' && callee?.type === 'VariableName') {
    // A variable that happens to have a function's name does not hide the function; the clock is given from outside.
    if (isClock(nameOf(callee))) names.add(nameOf(callee));
    for (const child of rest) variablesOf(child, names);
    return names;
  }
  if (node.type === 'VariableName' && (!/\s/.test(node.text) || node.text.startsWith('`')))
    names.add(nameOf(node));
  for (const child of node.children) variablesOf(child, names);
  return names;
}

function isClock(name: string): boolean {
  return name === 'now' || name === 'today';
}

function valueOf(name: string, scope: Scope, at: number | undefined, source: string): unknown {
  if (Object.hasOwn(scope, name) && !isClock(name)) return scope[name];
  return isClock(name) ? () => clock(name, at, source) : undefined;
}

/** The moment of the command, in UTC: the same decision taken again must read the same time. */
function clock(name: string, at: number | undefined, source: string): unknown {
  if (at === undefined) {
    throw new FeelError(source, `${name}() has no moment here. Use it where an instance runs.`);
  }
  const moment = formatDateTime(at);
  return name === 'now' ? dateAndTime(moment) : date(moment.slice(0, moment.indexOf('T')));
}
