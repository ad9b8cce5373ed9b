import type { Compilation } from '../compilation';
import type { Logic } from '../evaluation';
import type { Tree } from '../xml-tree';
import { compileBoxed, isBoxed } from './boxed-expression';

/** DMN 1.5, 10.2.2.5. */
export function compileList(compilation: Compilation, element: string, tree: Tree): Logic {
  const items = tree.children.filter(isBoxed).map((item) => compileBoxed(compilation, element, item));
  return (scope, evaluation) => items.map((item) => item(scope, evaluation));
}
