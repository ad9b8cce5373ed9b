import { canonical, nameOf } from '../parse/names';
import type { SyntaxNode } from '../parse/syntax';
import { calculate, negate, type Operator } from '../values/arithmetic';
import { order } from '../values/compare';
import { equal } from '../values/equality';
import type { FeelValue } from '../values/feel-object';
import { property } from '../values/properties';
import { and, not, or } from '../values/ternary';
import type { Compilation, NodeCompiler } from './compilation';
import { type Compiled, lookUp } from './environment';
import { compileIn } from './unary-tests';

export type Binary = (left: FeelValue, right: FeelValue) => FeelValue;

const ordered =
  (holds: (compared: number) => boolean): Binary =>
  (left, right) => {
    const compared = order(left, right);
    return compared === undefined ? null : holds(compared);
  };

export const COMPARISONS: Readonly<Record<string, Binary>> = {
  '=': equal,
  '!=': (left, right) => not(equal(left, right)),
  '<': ordered((compared) => compared < 0),
  '<=': ordered((compared) => compared <= 0),
  '>': ordered((compared) => compared > 0),
  '>=': ordered((compared) => compared >= 0),
};

export const compileComparison: NodeCompiler = (node, compilation) => {
  const [left, operator] = node.children;
  switch (operator?.type) {
    case 'between':
      return compileBetween(node.children, compilation);
    case 'in':
      return compileIn(compilation.compile(left), node, compilation);
    default: {
      const compare = COMPARISONS[operator?.text ?? ''] ?? equal;
      return binary(node, compilation, compare);
    }
  }
};

function binary({ children }: SyntaxNode, { compile }: Compilation, operator: Binary): Compiled {
  const [left, right] = [compile(children[0]), compile(children[2])];
  return (environment) => operator(left(environment), right(environment));
}

function compileBetween(parts: readonly SyntaxNode[], { compile }: Compilation): Compiled {
  const [value, low, high] = [compile(parts[0]), compile(parts[2]), compile(parts[4])];
  return (environment) => {
    const tested = value(environment);
    const [above, below] = [order(tested, low(environment)), order(tested, high(environment))];
    return and(above === undefined ? null : above >= 0, below === undefined ? null : below <= 0);
  };
}

/** The right side is left alone where the left one decides. */
export const compileConjunction: NodeCompiler = ({ children }, { compile }) => {
  const [left, right] = [compile(children[0]), compile(children[2])];
  return (environment) => {
    const first = left(environment);
    return first === false ? false : and(first, right(environment));
  };
};

export const compileDisjunction: NodeCompiler = ({ children }, { compile }) => {
  const [left, right] = [compile(children[0]), compile(children[2])];
  return (environment) => {
    const first = left(environment);
    return first === true ? true : or(first, right(environment));
  };
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '**': '**',
  '^': '**',
};

export const compileArithmetic: NodeCompiler = (node, compilation) => {
  const [sign, operand] = node.children;
  if (sign?.type === 'ArithOp') {
    const value = compilation.compile(operand);
    return (environment) => negate(value(environment));
  }
  const operator = OPERATORS[operand?.text ?? ''] ?? '+';
  return binary(node, compilation, (left, right) => calculate(operator, left, right));
};

/** What is not true takes the other branch. */
export const compileIf: NodeCompiler = ({ children }, { compile }) => {
  const [condition, yes, no] = [compile(children[1]), compile(children[3]), compile(children[5])];
  return (environment) => (condition(environment) === true ? yes(environment) : no(environment));
};

/** `a.b`; a decision may also have a parameter of that very name. */
export const compilePath: NodeCompiler = (node, { compile, names }) => {
  const [target, , path] = node.children;
  const from = compile(target);
  const name = path ? nameOf(path) : '';
  const whole = names.get(canonical(node.text));
  if (whole === undefined) return (environment) => property(from(environment), name);
  return (environment) => lookUp(environment, whole) ?? property(from(environment), name);
};
