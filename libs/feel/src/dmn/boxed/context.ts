import { type FeelContext, setKey } from '../../values/feel-object';
import type { Compilation } from '../compilation';
import type { Logic } from '../evaluation';
import { childOf, childrenOf, type Tree } from '../xml-tree';
import { boxedIn, compileBoxed } from './boxed-expression';

/** DMN 1.5, 10.2.2.4: later entries see earlier ones; the one without a name is the result of all. */
export function compileContext(compilation: Compilation, element: string, tree: Tree): Logic {
  const entries = childrenOf(tree, 'contextEntry').map((entry) => {
    const variable = childOf(entry, 'variable');
    const { name, typeRef } = variable?.attributes ?? {};
    return { name: name?.trim(), value: compileBoxed(compilation, element, boxedIn(entry), typeRef) };
  });
  return (scope, evaluation) => {
    const result: FeelContext = {};
    for (const { name, value } of entries) {
      const computed = value({ ...scope, ...result }, evaluation);
      if (name === undefined) return computed;
      setKey(result, name, computed);
    }
    return result;
  };
}
