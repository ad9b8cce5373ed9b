import type { DmnFile } from './imports';
import type { DrgElement } from './requirements';
import type { Tree } from './xml-tree';

const DECLARING = new Set([
  'variable',
  'formalParameter',
  'itemComponent',
  'column',
  'parameter',
  'informationItem',
]);

/** Names of the graph's elements, parts of types, parameters and entries: whatever an expression may mention. */
export function namesIn(files: readonly DmnFile[], elements: readonly DrgElement[]): string[] {
  const names = new Set(elements.flatMap(({ name, aliases }) => [name, ...aliases]));
  const visit = (tree: Tree): void => {
    const { name, iteratorVariable } = tree.attributes;
    if (name !== undefined && DECLARING.has(tree.name)) names.add(name.trim());
    if (iteratorVariable !== undefined) names.add(iteratorVariable.trim());
    tree.children.forEach(visit);
  };
  for (const { definitions, imports } of files) {
    visit(definitions);
    for (const { name } of imports) names.add(name);
  }
  // A parameter named `Person.Age` is a part of `Person`.
  const isPath = (name: string): boolean => names.has(name.slice(0, Math.max(name.indexOf('.'), 0)));
  return [...names].filter((name) => name !== '' && !isPath(name));
}
