import { descendants, type XmlElement } from '../xml/element';
import type { ElementFactory, ModelDocument, ModelElement } from './model-document';

/** A new element of BPMN; its children become its own, references stay references. */
export function newElement(
  model: ElementFactory,
  type: string,
  properties: Readonly<Record<string, unknown>>,
  children: Readonly<Record<string, ModelElement | readonly ModelElement[]>> = {},
): ModelElement {
  const element = model.create(type, { ...properties, ...children });
  for (const child of Object.values(children).flat()) Object.assign(child, { $parent: element });
  return element;
}

/** Adds an extension element to an element. */
export function extend(element: ModelElement, extension: ModelElement): void {
  const around =
    (element as { extensionElements?: ModelElement }).extensionElements ??
    newElement(element.$model, 'bpmn:ExtensionElements', {});
  const values = (around as { values?: readonly ModelElement[] }).values ?? [];
  Object.assign(extension, { $parent: around });
  Object.assign(around, { $parent: element });
  around.set('values', [...values, extension]);
  element.set('extensionElements', around);
}

/** Ids for new elements that nothing in the document has. */
export class FreshIds {
  private readonly taken: Set<string>;

  constructor({ definitions }: ModelDocument) {
    const ids = descendants(definitions).map(({ id }: XmlElement) => id);
    this.taken = new Set(ids.filter((id) => typeof id === 'string'));
  }

  fresh(wanted: string): string {
    let id = wanted;
    for (let count = 2; this.taken.has(id); count += 1) id = `${wanted}_${count}`;
    this.taken.add(id);
    return id;
  }
}
