import { evaluate } from 'feelin';
import { FeelSyntaxError } from './feel-error';
import type { SyntaxNode } from './syntax';

/** The name that a `VariableName`, `PathName`, `Name` or `ParameterName` stands for, without backticks. */
export function nameOf(node: SyntaxNode): string {
  return node.text.startsWith('`') ? node.text.replaceAll('`', '') : node.text.trim().replace(/\s+/g, ' ');
}

const builtins = new Map<string, unknown>();

/** A function of FEEL's library by its name. */
export function builtinOf(name: string): ((...args: unknown[]) => unknown) | undefined {
  if (!/^[a-z]+( [a-z]+)*$/.test(name)) return undefined;
  if (!builtins.has(name)) builtins.set(name, lookUp(name));
  const found = builtins.get(name);
  return typeof found === 'function' ? (found as (...args: unknown[]) => unknown) : undefined;
}

function lookUp(name: string): unknown {
  try {
    return evaluate(name, {}).value;
  } catch {
    // Words of the language are no names.
    return undefined;
  }
}

/** Names that the expression itself gives a meaning: parameters, loop variables, keys of contexts. */
function declaredIn(node: SyntaxNode, names = new Set<string>()): Set<string> {
  if (['ParameterName', 'Name', 'Key'].includes(node.type)) names.add(nameOf(node).replace(/^"|"$/g, ''));
  for (const child of node.children) declaredIn(child, names);
  return names;
}

/** Refuses what would silently be null for ever: unknown functions, and names with blanks that mean nothing. */
export function checkNames(source: string, root: SyntaxNode): void {
  const declared = declaredIn(root);
  const check = (node: SyntaxNode): void => {
    const [callee] = node.children;
    if (node.type === 'FunctionInvocation' && callee?.type === 'VariableName') {
      const name = nameOf(callee);
      if (!builtinOf(name) && !declared.has(name)) {
        throw new FeelSyntaxError(source, callee.from, `there is no function '${name}'`, 'Use one of FEEL.');
      }
    } else if (node.type === 'VariableName' && /\s/.test(node.text) && !node.text.startsWith('`')) {
      const name = nameOf(node);
      if (!builtinOf(name) && !declared.has(name) && !node.text.includes('.')) {
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
