import type { MissingElement, ModelElement } from './model-document';

export interface Reference {
  readonly element: ModelElement;
  /** Prefixed name of the property. */
  readonly property: string;
  readonly id: string;
}

/**
 * Puts a `MissingElement` where moddle left out a reference that it could not resolve, in lists at the place where
 * it stood.
 */
export function keepMissingReferences(
  references: readonly Reference[],
  elementsById: ReadonlyMap<string, ModelElement>,
): void {
  const incomplete = new Map<ModelElement, Set<string>>();
  for (const { element, property, id } of references) {
    if (elementsById.has(id)) continue;
    incomplete.set(element, (incomplete.get(element) ?? new Set()).add(property));
  }
  const targets = new Map<ModelElement, Map<string, (ModelElement | MissingElement)[]>>();
  for (const { element, property, id } of references) {
    if (!incomplete.get(element)?.has(property)) continue;
    const lists = targets.get(element) ?? new Map<string, (ModelElement | MissingElement)[]>();
    const list = lists.get(property) ?? [];
    list.push(elementsById.get(id) ?? { id });
    targets.set(element, lists.set(property, list));
  }
  for (const [element, lists] of targets) {
    for (const [property, list] of lists) {
      const { name = property, isMany = false } = element.$descriptor.propertiesByName?.[property] ?? {};
      element.set(name, isMany ? list : list.at(-1));
    }
  }
}
