import type { Problem } from '../problem';
import { descendants, idOf } from '../xml/element';
import type { ModelElement } from './model-document';

/**
 * Names whose namespace moddle has lost: it renames a prefix that is bound anew within its own scope (`ns0`), and
 * forgets to what. Such a name cannot be written, so the file is refused.
 */
export function lostNamespaces(
  definitions: ModelElement,
  knownPrefixes: ReadonlySet<string>,
): readonly Problem[] {
  const elements = [...descendants(definitions)].map((xml) => xml as ModelElement);
  const declared = new Set([...knownPrefixes, 'xml', 'xmlns', 'xsi', '']);
  for (const name of elements.flatMap(attributeNames)) {
    if (name.startsWith('xmlns:')) declared.add(name.slice('xmlns:'.length));
  }
  return elements.flatMap((element) => {
    const { isGeneric = false, ns } = element.$descriptor;
    const isKnown = !isGeneric || prefixOf(element.$type) === '' || ns.uri !== undefined;
    if (isKnown && attributeNames(element).every((name) => declared.has(prefixOf(name)))) return [];
    const id = idOf(element);
    return [
      {
        rule: 'namespaces',
        element: id,
        message: `${id}: a prefix around it is declared for two namespaces. Give each namespace a prefix of its own, declared once.`,
      },
    ];
  });
}

function attributeNames(element: ModelElement): readonly string[] {
  const names = element.$descriptor.isGeneric ? Object.keys(element) : Object.keys(element.$attrs);
  return names.filter((name) => !name.startsWith('$'));
}

function prefixOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf(':')));
}
