import type { Compilation } from '../compilation';
import { compileTable } from '../decision-table';
import { type Logic, nothing } from '../evaluation';
import { textIn, type Tree } from '../xml-tree';
import { compileConditional } from './conditional';
import { compileContext } from './context';
import { compileFilter } from './filter';
import { compileFunction } from './function';
import { compileInvocation } from './invocation';
import { compileIterator } from './iterator';
import { compileList } from './list';
import { compileRelation } from './relation';

/** Compiles a boxed expression that holds others; `element` names it in problems where it has no id. */
export type CompileBoxed = (compilation: Compilation, element: string, tree: Tree) => Logic;

const BOXED: Readonly<Record<string, CompileBoxed>> = {
  conditional: compileConditional,
  context: compileContext,
  decisionTable: (compilation, element, tree) => {
    const table = compileTable(compilation, element, tree);
    return (scope, evaluation) => table(scope, evaluation).output;
  },
  every: compileIterator,
  filter: compileFilter,
  for: compileIterator,
  functionDefinition: compileFunction,
  invocation: compileInvocation,
  list: compileList,
  literalExpression: (compilation, element, tree) => compilation.expression(tree, element, textIn(tree)),
  relation: compileRelation,
  some: compileIterator,
};

export const isBoxed = ({ name }: Tree): boolean => Object.hasOwn(BOXED, name);

/** The boxed expression that an element holds. */
export const boxedIn = (tree: Tree | undefined): Tree | undefined => tree?.children.find(isBoxed);

/** Compiles a boxed expression of DMN (1.5, 10.2); its value fits its own type, or else `typeRef`. */
export function compileBoxed(
  compilation: Compilation,
  element: string,
  tree: Tree | undefined,
  typeRef?: string,
): Logic {
  const compile = tree && BOXED[tree.name];
  if (!compile) return nothing;
  const logic = compile(compilation, element, tree);
  return typed(compilation, logic, tree.attributes.typeRef ?? typeRef);
}

/** In Camunda 8 types inside of a decision say what is meant, and nothing is checked. */
function typed({ types }: Compilation, logic: Logic, typeRef: string | undefined): Logic {
  if (typeRef === undefined) return logic;
  return (scope, evaluation) => {
    const value = logic(scope, evaluation);
    const fitted = types.fit(value, typeRef);
    return fitted ?? (evaluation.mode === 'camunda' ? value : null);
  };
}
