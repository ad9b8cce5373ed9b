import type { Json, Scope } from './json';
import { nameOf, builtinOf } from './names';
import {
  and,
  type Arithmetic,
  calculate,
  compare,
  decimal,
  equal,
  itemAt,
  not,
  or,
  property,
} from './operators';
import { stringValue } from './string-literal';
import type { SyntaxNode } from './syntax';
import { compileCall } from './library-call';

/** Computes one node of an expression. */
export type Compiled = (scope: Scope) => Json;

/**
 * Compiles the forms that conditions and mappings are made of into closures, which take a few hundred nanoseconds.
 * Undefined for an expression that has others as well: those go to feelin as a whole, because its values (dates,
 * ranges, functions) are not JSON.
 */
export function compileNode(node: SyntaxNode): Compiled | undefined {
  const parts = node.children;
  switch (node.type) {
    case 'null':
      return () => null;
    case 'BooleanLiteral': {
      const value = node.text === 'true';
      return () => value;
    }
    case 'NumericLiteral': {
      const value = Number(node.text.replace(/\s/g, ''));
      return Number.isFinite(value) ? () => value : undefined;
    }
    case 'StringLiteral': {
      const value = stringValue(node.text);
      return () => value;
    }
    case 'VariableName':
      return compileVariable(node);
    case 'ParenthesizedExpression':
      return parts[1] && compileNode(parts[1]);
    case 'PathExpression':
      return compilePath(parts);
    case 'FilterExpression':
      return compileIndex(parts);
    case 'Comparison':
      return compileComparison(parts);
    case 'Conjunction':
      return compileBinary(parts, and);
    case 'Disjunction':
      return compileBinary(parts, or);
    case 'ArithmeticExpression':
      return compileArithmetic(parts);
    case 'IfExpression':
      return compileIf(parts);
    case 'List':
      return compileList(parts.slice(1, -1));
    case 'Context':
      return compileContext(parts.slice(1, -1));
    case 'FunctionInvocation':
      return compileInvocation(parts);
    default:
      return undefined;
  }
}

function compileVariable(node: SyntaxNode): Compiled | undefined {
  const name = nameOf(node);
  // The value of a function of the library is no JSON.
  if (builtinOf(name) && !node.text.startsWith('`')) return undefined;
  return (scope) => (Object.hasOwn(scope, name) ? (scope[name] ?? null) : null);
}

function compilePath([target, , path]: readonly SyntaxNode[]): Compiled | undefined {
  const from = target && compileNode(target);
  if (!from || path?.type !== 'PathName') return undefined;
  const name = nameOf(path);
  return (scope) => property(from(scope), name);
}

/** `list[1]`; conditions inside the brackets are feelin's. */
function compileIndex([target, , index]: readonly SyntaxNode[]): Compiled | undefined {
  const from = target && compileNode(target);
  const position = index?.type === 'NumericLiteral' ? Number(index.text) : Number.NaN;
  if (!from || !Number.isInteger(position)) return undefined;
  return (scope) => itemAt(from(scope), position);
}

type Binary = (left: Json, right: Json) => Json;

const COMPARISONS: Readonly<Record<string, Binary>> = {
  '=': equal,
  '!=': (left, right) => not(equal(left, right)),
  '<': (left, right) => compare(left, right, (order) => order < 0),
  '<=': (left, right) => compare(left, right, (order) => order <= 0),
  '>': (left, right) => compare(left, right, (order) => order > 0),
  '>=': (left, right) => compare(left, right, (order) => order >= 0),
};

function compileComparison(parts: readonly SyntaxNode[]): Compiled | undefined {
  const operator = parts[1]?.type === 'CompareOp' ? COMPARISONS[parts[1].text] : undefined;
  return operator && compileBinary(parts, operator);
}

function compileBinary([left, , right]: readonly SyntaxNode[], operator: Binary): Compiled | undefined {
  const [a, b] = [left && compileNode(left), right && compileNode(right)];
  return a && b && ((scope) => operator(a(scope), b(scope)));
}

const ARITHMETIC: Readonly<Record<string, Arithmetic>> = {
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '**': '**',
  '^': '**',
};

function compileArithmetic(parts: readonly SyntaxNode[]): Compiled | undefined {
  const sign = parts[0];
  if (sign?.type === 'ArithOp') {
    const value = parts[1] && compileNode(parts[1]);
    return value && sign.text === '-' ? (scope) => calculate('-', 0, value(scope)) : undefined;
  }
  const operator = ARITHMETIC[parts[1]?.text ?? ''];
  return operator && compileBinary(parts, (left, right) => calculate(operator, left, right));
}

function compileIf(parts: readonly SyntaxNode[]): Compiled | undefined {
  const [condition, yes, no] = [parts[1], parts[3], parts[5]].map((part) => part && compileNode(part));
  return condition && yes && no && ((scope) => (condition(scope) === true ? yes(scope) : no(scope)));
}

function compileAll(nodes: readonly SyntaxNode[]): readonly Compiled[] | undefined {
  const compiled: Compiled[] = [];
  for (const node of nodes) {
    const one = compileNode(node);
    if (!one) return undefined;
    compiled.push(one);
  }
  return compiled;
}

function compileList(nodes: readonly SyntaxNode[]): Compiled | undefined {
  const items = compileAll(nodes);
  return items && ((scope) => items.map((item) => item(scope)));
}

/** Later entries see earlier ones, as variables. */
function compileContext(nodes: readonly SyntaxNode[]): Compiled | undefined {
  const entries: { readonly key: string; readonly value: Compiled }[] = [];
  for (const { children } of nodes) {
    const [key, node] = children;
    const value = node && compileNode(node);
    if (!key || !value) return undefined;
    const literal = key.children[0]?.type === 'StringLiteral';
    entries.push({ key: literal ? stringValue(key.text) : nameOf(key), value });
  }
  if (entries.some(({ key }) => key === '__proto__')) return undefined;
  return (scope) => {
    const result: Record<string, Json> = {};
    const visible: Record<string, Json> = { ...scope };
    for (const { key, value } of entries) {
      const item = value(visible);
      result[key] = item;
      visible[key] = item;
    }
    return result;
  };
}

function compileInvocation([callee, , parameters]: readonly SyntaxNode[]): Compiled | undefined {
  if (callee?.type !== 'VariableName' || parameters?.type !== 'PositionalParameters') return undefined;
  const args = compileAll(parameters.children);
  if (!args) return undefined;
  const name = nameOf(callee);
  const [first] = args;
  if (name === 'not' && first && args.length === 1) return (scope) => not(first(scope));
  return compileCall(name, args, decimal);
}
