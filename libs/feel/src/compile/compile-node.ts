import { FeelSyntaxError } from '../feel-error';
import { canonical, declaredIn } from '../parse/names';
import type { SyntaxNode } from '../parse/syntax';
import type { Compilation, NodeCompiler } from './compilation';
import { compileContext } from './contexts';
import type { Compiled } from './environment';
import { compileDateTimeLiteral, compileDefinition, compileInvocation } from './functions';
import { compileInstanceOf } from './instance-of';
import { compileFilter, compileFor, compileList, compileQuantified } from './lists';
import { compileBoolean, compileInput, compileName, compileNumber, compileText } from './literals';
import {
  compileArithmetic,
  compileComparison,
  compileConjunction,
  compileDisjunction,
  compileIf,
  compilePath,
} from './operators';
import { compileRangeValue } from './ranges';

const COMPILERS: Readonly<Record<string, NodeCompiler>> = {
  null: () => () => null,
  BooleanLiteral: compileBoolean,
  NumericLiteral: compileNumber,
  StringLiteral: compileText,
  DateTimeLiteral: compileDateTimeLiteral,
  VariableName: compileName,
  '?': compileInput,
  ParenthesizedExpression: ({ children }, { compile }) => compile(children[1]),
  FunctionBody: ({ children }, { compile }) => compile(children[0]),
  PathExpression: compilePath,
  FilterExpression: compileFilter,
  Comparison: compileComparison,
  Conjunction: compileConjunction,
  Disjunction: compileDisjunction,
  ArithmeticExpression: compileArithmetic,
  IfExpression: compileIf,
  List: compileList,
  Context: compileContext,
  ForExpression: compileFor,
  QuantifiedExpression: compileQuantified,
  InstanceOfExpression: compileInstanceOf,
  FunctionInvocation: compileInvocation,
  FunctionDefinition: compileDefinition,
  SimplePositiveUnaryTest: compileRangeValue,
  Interval: compileRangeValue,
};

/** Compiles a tree into closures, once; `names` are those that a decision's model declares. */
export function compilation(source: string, root: SyntaxNode, names?: Iterable<string>): Compilation {
  const given = new Map([...(names ?? [])].map((name) => [canonical(name), name]));
  const shared: Compilation = {
    source,
    names: given,
    functionsAreValues: names !== undefined,
    declared: new Set([...declaredIn(root), ...given.keys()]),
    compile: (node) => compileNode(node, shared),
  };
  return shared;
}

function compileNode(node: SyntaxNode | undefined, shared: Compilation): Compiled {
  const compiler = node && COMPILERS[node.type];
  if (compiler) return compiler(node, shared);
  throw new FeelSyntaxError(
    shared.source,
    node?.from ?? shared.source.length,
    node ? `'${node.text.slice(0, 30)}' cannot be used here` : 'it ends too early',
    'Correct it.',
  );
}
