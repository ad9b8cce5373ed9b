import type { Problem } from '../problem';
import { descendants, idOf } from '../xml/element';
import type { ModelElement } from './model-document';

/** Names of moddle's own methods, which hide an attribute of that name. */
const HIDDEN = ['get', 'set'];

/**
 * Mends what moddle does to elements of namespaces that it does not know: attributes named as its own methods are
 * shown again. Text between the children of one element loses its place; that cannot be mended and is reported.
 */
export function mendUnknownElements(definitions: ModelElement): readonly Problem[] {
  const problems: Problem[] = [];
  for (const xml of descendants(definitions)) {
    const element = xml as ModelElement;
    if (!element.$descriptor.isGeneric) continue;
    showAttributes(element as unknown as Record<string, unknown>);
    if (element.$body === undefined || element.$children === undefined) continue;
    const id = idOf(element);
    problems.push({
      rule: 'mixed-content',
      element: id,
      message: `${id}: the extension <${element.$type}> mixes text and elements, whose order would be lost. Put the text into an element or a CDATA section of its own.`,
    });
  }
  return problems;
}

function showAttributes(element: Record<string, unknown>): void {
  for (const name of HIDDEN) {
    const value = element[name];
    if (typeof value === 'string') Object.defineProperty(element, name, { value, enumerable: true });
  }
}
