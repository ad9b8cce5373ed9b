import { childOf, childrenOf, textOf, type XmlElement } from '../../xml/element';
import { extensionOf } from '../../xml/extensions';

/** Task headers by key: of an element, or of a listener, which carries them itself. */
export function compileHeaders(xml: XmlElement): Readonly<Record<string, string>> {
  const holder = extensionOf(xml, 'zeebe:TaskHeaders') ?? childOf(xml, 'headers');
  const headers = childrenOf(holder, 'values').flatMap((header) => {
    const key = textOf(header, 'key');
    return key === undefined ? [] : [[key, textOf(header, 'value') ?? ''] as const];
  });
  return Object.fromEntries(headers);
}
