import { isXmlElement } from '../xml/element';
import type { ModelElement } from './model-document';

/** What stands in the place of a child in the copy: the child itself, something else, or nothing. */
export type Pick = (child: ModelElement) => ModelElement | undefined;

/**
 * A copy of an element and of everything inside it that `pick` keeps. References go on pointing to the elements of
 * the original; they are written as ids.
 */
export function copyElement(
  element: ModelElement,
  parent: ModelElement | undefined,
  pick: Pick = (child) => child,
): ModelElement {
  const own: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(element);
  // Elements of unknown namespaces keep their attributes as properties.
  if (own['$attrs']) own['$attrs'] = { value: { ...element.$attrs }, enumerable: false };
  const copy = Object.create(Object.getPrototypeOf(element) as object, own) as ModelElement;
  Object.assign(copy, { $parent: parent });
  for (const key of Object.keys(copy)) {
    if (key.startsWith('$') && key !== '$children') continue;
    copyChildren(element, copy, key, pick);
  }
  return copy;
}

function copyChildren(element: ModelElement, copy: ModelElement, key: string, pick: Pick): void {
  const values = copy as unknown as Record<string, unknown>;
  const value = values[key];
  const stands = (one: unknown): one is ModelElement => isXmlElement(one) && one.$parent === element;
  const taken = (one: unknown): unknown[] => {
    if (!stands(one)) return [one];
    const picked = pick(one);
    return picked ? [copyElement(picked, copy, pick)] : [];
  };
  if (Array.isArray(value)) values[key] = (value as readonly unknown[]).flatMap(taken);
  else if (stands(value)) {
    const [kept] = taken(value);
    if (kept === undefined) delete values[key];
    else values[key] = kept;
  }
}
