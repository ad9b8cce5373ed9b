import type { Compilation } from '../compilation';
import { DecisionError } from '../decision-error';
import type { Logic } from '../evaluation';
import { fitArguments, withPaths } from '../fit-arguments';
import { makeFunction } from '../value-kinds';
import { childrenOf, type Tree } from '../xml-tree';
import { boxedIn, compileBoxed } from './boxed-expression';

/** DMN 1.5, 10.2.2.7: a function that sees what stands around its definition. */
export function compileFunction(compilation: Compilation, element: string, tree: Tree): Logic {
  const parameters = childrenOf(tree, 'formalParameter').map(({ attributes: { name = '', typeRef } }) => ({
    name: name.trim(),
    typeRef,
  }));
  const names = parameters.map(({ name }) => name);
  const { kind = 'FEEL', id } = tree.attributes;
  if (kind !== 'FEEL') return foreign(kind, id ?? element);
  const body = compileBoxed(compilation, element, boxedIn(tree));
  return (scope, evaluation) =>
    makeFunction(names, (args) => {
      const fitted = fitArguments(compilation.types, parameters, args, evaluation);
      return fitted ? body({ ...scope, ...withPaths(fitted) }, evaluation) : null;
    });
}

/** The standard lets engines without Java or PMML give null. */
function foreign(kind: string, element: string): Logic {
  return (_, { mode }) => {
    if (mode === 'standard') return null;
    throw new DecisionError(element, `a function in ${kind} cannot run here`, 'Write it in FEEL.');
  };
}
