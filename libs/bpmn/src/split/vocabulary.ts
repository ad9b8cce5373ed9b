import { descendants, type XmlElement } from '../xml/element';
import type { ElementFactory, ModelDocument, ModelElement } from '../document/model-document';

/** The namespace of what a fragment file says beside BPMN. */
export const NAMESPACE = 'https://partitura.dev/schema/1.0';
export const PREFIX = 'partitura';

/** Elements and attributes of the namespace. */
export const words = {
  /** At the definitions: the composition that the file is a fragment of. */
  fragment: `${PREFIX}:fragment`,
  /** In it: a pool of the composition, here or elsewhere. */
  participant: `${PREFIX}:participant`,
  /** In it: a message flow of the composition, as it is drawn there. */
  messageFlow: `${PREFIX}:messageFlow`,
  /** In it: the text of the whole model without what its pools hold. */
  whole: `${PREFIX}:whole`,
  /** At a pool: it stands for the bus. */
  bus: `${PREFIX}:bus`,
  /** At a message flow that leads to the bus or from it: what is at its other end in the whole. */
  otherEnd: `${PREFIX}:otherEnd`,
  /** Attribute of a diagram: its place in the whole, from 0. */
  diagram: `${PREFIX}:diagram`,
  /** Attributes in the text of the whole, of what stands for something of a pool: whose it is, and how many. */
  pool: `${PREFIX}:pool`,
  count: `${PREFIX}:count`,
} as const;

/** An element of the namespace; `undefined` attributes are left out. */
export function wordElement(
  model: ElementFactory,
  type: string,
  attributes: Readonly<Record<string, string | undefined>>,
  children: readonly ModelElement[] = [],
): ModelElement {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const element = model.createAny(type, NAMESPACE, {});
  Object.assign(element, Object.fromEntries(given));
  if (children.length > 0) Object.assign(element, { $children: children });
  for (const child of children) Object.assign(child, { $parent: element });
  return element;
}

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
