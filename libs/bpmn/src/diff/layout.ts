import type { ModelDocument, ModelElement } from '../document/model-document';
import { type PlainElement, plainElement } from '../document/plain-element';
import { childOf, childrenOf } from '../xml/element';
import { planesOf } from '../split/without-pools';

/** How each element is drawn, by its id, as text to be compared. */
export function layoutOf({ definitions }: ModelDocument): ReadonlyMap<string, string> {
  const drawn = new Map<string, string>();
  for (const plane of planesOf(definitions)) {
    for (const drawing of childrenOf(plane, 'planeElement')) {
      const element = childOf(drawing, 'bpmnElement');
      if (typeof element?.id !== 'string') continue;
      const text = JSON.stringify(withoutIds(plainElement(drawing as ModelElement)));
      drawn.set(element.id, `${drawn.get(element.id) ?? ''}${text}`);
    }
  }
  return drawn;
}

const withoutIds = ({ id: _id, ...rest }: PlainElement): PlainElement => rest;
