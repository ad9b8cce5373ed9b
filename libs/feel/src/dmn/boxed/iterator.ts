import type { FeelValue } from '../../values/feel-object';
import type { Compilation } from '../compilation';
import type { Logic } from '../evaluation';
import { childOf, type Tree } from '../xml-tree';
import { asList } from './as-list';
import { boxedIn, compileBoxed } from './boxed-expression';

/** `for`, `some` and `every` (DMN 1.5, 10.2.2.11 and 10.2.2.12). */
export function compileIterator(compilation: Compilation, element: string, tree: Tree): Logic {
  const variable = tree.attributes.iteratorVariable ?? 'item';
  const list = compileBoxed(compilation, element, boxedIn(childOf(tree, 'in')));
  const body = compileBoxed(
    compilation,
    element,
    boxedIn(childOf(tree, tree.name === 'for' ? 'return' : 'satisfies')),
  );
  return (scope, evaluation) => {
    const results: FeelValue[] = [];
    for (const item of asList(list(scope, evaluation)))
      results.push(body({ ...scope, [variable]: item, partial: results }, evaluation));
    return tree.name === 'for' ? results : quantify(tree.name, results);
  };
}

/** Null when one of the results is no boolean. */
function quantify(quantifier: string, results: readonly FeelValue[]): boolean | null {
  if (results.some((result) => typeof result !== 'boolean')) return null;
  return quantifier === 'some' ? results.includes(true) : !results.includes(false);
}
