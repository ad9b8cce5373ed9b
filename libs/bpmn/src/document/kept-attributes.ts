import { descendants } from '../xml/element';
import type { ModelElement } from './model-document';

type Restore = () => void;

/** May not occur in XML at all, not even as a reference: no value can contain it. */
const COLON = '\u0001';

/**
 * Runs `write` so that moddle's writer keeps two kinds of attributes as they were read; afterwards the tree is what
 * it was.
 *
 * - It drops a prefix that the element has as well, as in `<x:a x:b="…">`. But an attribute without a prefix is
 *   another attribute: it is in no namespace.
 * - It drops values that equal what moddle takes for the default, which is not the schema's for all of them
 *   (`messageVisibleKind`).
 */
export async function withAttributesKept(
  definitions: ModelElement,
  write: () => Promise<string>,
): Promise<string> {
  const changes = [...descendants(definitions)].flatMap((xml) => {
    const element = xml as ModelElement;
    return element.$descriptor.isGeneric ? hidePrefixes(element) : spellOutDefaults(element);
  });
  try {
    return (await write()).replaceAll(COLON, ':');
  } finally {
    for (const restore of changes) restore();
  }
}

function hidePrefixes(element: ModelElement): readonly Restore[] {
  const prefix = `${element.$type.slice(0, Math.max(0, element.$type.indexOf(':')))}:`;
  const attributes = element as unknown as Record<string, unknown>;
  const rename = (from: string, to: string): void => {
    attributes[to] = attributes[from];
    delete attributes[from];
  };
  return Object.keys(attributes)
    .filter((name) => name.startsWith(prefix) && name.length > prefix.length)
    .map((name) => {
      const hidden = name.replace(':', COLON);
      rename(name, hidden);
      return () => rename(hidden, name);
    });
}

/** Values beside the schema's own attributes are written whatever they are. */
function spellOutDefaults(element: ModelElement): readonly Restore[] {
  const values = element as unknown as Readonly<Record<string, unknown>>;
  const spelledOut = (element.$descriptor.properties ?? []).filter(
    ({ name, isAttr, default: byDefault }) =>
      isAttr && byDefault !== undefined && Object.hasOwn(element, name) && values[name] === byDefault,
  );
  return spelledOut.map(({ name }) => {
    element.$attrs[name] = String(values[name]);
    return () => delete element.$attrs[name];
  });
}
