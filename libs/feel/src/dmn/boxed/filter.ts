import { type FeelValue, isContext } from '../../values/feel-object';
import type { Compilation } from '../compilation';
import type { Logic } from '../evaluation';
import { childOf, type Tree } from '../xml-tree';
import { asList } from './as-list';
import { boxedIn, compileBoxed } from './boxed-expression';

/** DMN 1.5, 10.2.2.10: null when the condition of an item is no boolean. */
export function compileFilter(compilation: Compilation, element: string, tree: Tree): Logic {
  const list = compileBoxed(compilation, element, boxedIn(childOf(tree, 'in')));
  const match = compileBoxed(compilation, element, boxedIn(childOf(tree, 'match')));
  return (scope, evaluation) => {
    const kept: FeelValue[] = [];
    for (const item of asList(list(scope, evaluation))) {
      const holds = match({ ...scope, ...(isContext(item) ? item : {}), item }, evaluation);
      if (typeof holds !== 'boolean' && holds !== null) return null;
      if (holds === true) kept.push(item);
    }
    return kept;
  };
}
