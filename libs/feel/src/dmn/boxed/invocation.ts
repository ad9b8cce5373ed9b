import type { Compilation } from '../compilation';
import { DecisionError } from '../decision-error';
import type { Logic } from '../evaluation';
import { callFunction, kindOf } from '../value-kinds';
import { childOf, childrenOf, type Tree } from '../xml-tree';
import { boxedIn, compileBoxed } from './boxed-expression';

/** DMN 1.5, 10.2.2.3: calls a function with arguments by name. */
export function compileInvocation(compilation: Compilation, element: string, tree: Tree): Logic {
  const callee = compileBoxed(compilation, element, boxedIn(tree));
  const bindings = childrenOf(tree, 'binding').map((binding) => ({
    name: childOf(binding, 'parameter')?.attributes.name?.trim() ?? '',
    value: compileBoxed(compilation, element, boxedIn(binding)),
  }));
  return (scope, evaluation) => {
    const callable = callee(scope, evaluation);
    if (evaluation.mode === 'camunda' && kindOf(callable) !== 'function')
      throw new DecisionError(
        tree.attributes.id ?? element,
        'what it invokes is no function',
        'Name a knowledge model that the decision requires.',
      );
    const args = bindings.map(({ name, value }) => [name, value(scope, evaluation)] as const);
    return callFunction(callable, Object.fromEntries(args));
  };
}
