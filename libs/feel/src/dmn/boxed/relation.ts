import type { Compilation } from '../compilation';
import type { Logic } from '../evaluation';
import { childrenOf, type Tree } from '../xml-tree';
import { compileBoxed, isBoxed } from './boxed-expression';

/** DMN 1.5, 10.2.2.6: a list of contexts, one for each row. */
export function compileRelation(compilation: Compilation, element: string, tree: Tree): Logic {
  const columns = childrenOf(tree, 'column').map(({ attributes }) => attributes.name?.trim() ?? '');
  const rows = childrenOf(tree, 'row').map((row) => {
    const cells = row.children.filter(isBoxed).map((cell) => compileBoxed(compilation, element, cell));
    if (cells.length !== columns.length)
      compilation.refuse(
        'relation',
        row.attributes.id ?? element,
        `the row has ${cells.length} cells for ${columns.length} columns. Complete it.`,
      );
    return cells;
  });
  return (scope, evaluation) =>
    rows.map((cells) =>
      Object.fromEntries(columns.map((column, index) => [column, cells[index]?.(scope, evaluation) ?? null])),
    );
}
