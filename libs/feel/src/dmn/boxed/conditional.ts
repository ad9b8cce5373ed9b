import type { Compilation } from '../compilation';
import type { Logic } from '../evaluation';
import { childOf, type Tree } from '../xml-tree';
import { boxedIn, compileBoxed } from './boxed-expression';

/** DMN 1.5, 10.2.2.9: null when the condition is no boolean. */
export function compileConditional(compilation: Compilation, element: string, tree: Tree): Logic {
  const part = (name: string): Logic => compileBoxed(compilation, element, boxedIn(childOf(tree, name)));
  const [condition, yes, no] = [part('if'), part('then'), part('else')];
  return (scope, evaluation) => {
    const holds = condition(scope, evaluation);
    if (typeof holds !== 'boolean') return null;
    return holds ? yes(scope, evaluation) : no(scope, evaluation);
  };
}
