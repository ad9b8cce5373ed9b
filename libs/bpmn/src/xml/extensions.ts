import { childOf, childrenOf, textOf, type XmlElement } from './element';

/** The first extension element of a type, for example `zeebe:TaskDefinition`. */
export function extensionOf(element: XmlElement | undefined, type: string): XmlElement | undefined {
  return extensionsOf(element).find(({ $type }) => $type === type);
}

export function extensionsOf(element: XmlElement | undefined): readonly XmlElement[] {
  return childrenOf(childOf(element, 'extensionElements'), 'values');
}

/** The value of a `zeebe:property`; the last one of a name counts. */
export function propertyOf(element: XmlElement, name: string): string | undefined {
  const properties = childrenOf(extensionOf(element, 'zeebe:Properties'), 'properties');
  return textOf(
    properties.findLast((entry) => textOf(entry, 'name') === name),
    'value',
  );
}
