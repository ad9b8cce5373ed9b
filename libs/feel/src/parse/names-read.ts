import { nameOf } from './names';
import type { SyntaxNode } from './syntax';

/**
 * The variables that an expression may read: the first names of its paths. Names that it declares itself (loop variables,
 * keys of contexts) count as well; called functions do not.
 */
export function namesRead(root: SyntaxNode): readonly string[] {
  const names = new Set<string>();
  const look = (node: SyntaxNode): void => {
    if (node.type === 'VariableName') names.add(nameOf(node));
    const isCall = node.type === 'FunctionInvocation' && node.children[0]?.type === 'VariableName';
    for (const child of isCall ? node.children.slice(1) : node.children) look(child);
  };
  look(root);
  return [...names];
}
