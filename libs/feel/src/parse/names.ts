import { FeelSyntaxError } from '../feel-error';
import { findFunction } from '../functions/library';
import type { SyntaxNode } from './syntax';

/** The name that a `VariableName`, `PathName`, `Name` or `ParameterName` stands for, without backticks. */
export function nameOf(node: SyntaxNode): string {
  return node.text.startsWith('`') ? node.text.replaceAll('`', '') : canonical(node.text);
}

/** Blanks around the signs inside of a name do not count (DMN 1.5, 10.3.1.2): `a -  b` is `a-b`. */
export function canonical(name: string): string {
  const text = name.trim();
  return /^[\p{L}\p{N}_$]+$/u.test(text)
    ? text
    : text.replace(/\s*([./\-'+*])\s*/g, '$1').replace(/\s+/g, ' ');
}

/** Names that the expression itself gives a meaning: parameters, loop variables, keys of contexts. */
export function declaredIn(node: SyntaxNode, names = new Set<string>()): Set<string> {
  if (['ParameterName', 'Name', 'Key'].includes(node.type)) names.add(nameOf(node).replace(/^"|"$/g, ''));
  for (const child of node.children) declaredIn(child, names);
  return names;
}

/** Camunda's functions that are no functions: the pure core has no randomness. */
const RANDOM = new Set(['uuid', 'random number']);

/** Refuses what would silently be null for ever: unknown functions, and names with blanks that mean nothing. */
export function checkNames(source: string, root: SyntaxNode, names: Iterable<string> = []): void {
  const declared = declaredIn(root);
  for (const name of names) declared.add(canonical(name));
  const check = (node: SyntaxNode): void => {
    if (node.type === 'Type') return;
    const [callee] = node.children;
    if (node.type === 'FunctionInvocation' && callee?.type === 'VariableName') {
      const name = nameOf(callee);
      if (RANDOM.has(name) && !declared.has(name)) {
        throw new FeelSyntaxError(
          source,
          callee.from,
          `${name}() would give another result when the same history is replayed`,
          'Let a worker make the value, or start the process with it.',
        );
      }
      if (!findFunction(name) && !declared.has(name)) {
        throw new FeelSyntaxError(source, callee.from, `there is no function '${name}'`, 'Use one of FEEL.');
      }
    } else if (node.type === 'VariableName' && /\s/.test(node.text) && !node.text.startsWith('`')) {
      const name = nameOf(node);
      if (!findFunction(name) && !declared.has(name) && !node.text.includes('.')) {
        throw new FeelSyntaxError(
          source,
          node.from,
          `'${name}' is no name, because it has blanks`,
          'Put an operator between the words, or write the name in backticks.',
        );
      }
    }
    node.children.forEach(check);
  };
  check(root);
}
