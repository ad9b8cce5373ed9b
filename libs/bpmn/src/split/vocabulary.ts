import type { ElementFactory, ModelElement } from '../document/model-document';

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
