import type { ModelDocument, ModelElement } from '../document/model-document';
import { FreshIds } from '../document/new-element';
import { childOf, childrenOf } from '../xml/element';
import { Canvas } from './canvas';

/** A model into which what is derived is drawn, with its diagrams. */
export class Explanation {
  readonly ids: FreshIds;
  readonly canvases: readonly Canvas[];

  constructor(readonly document: ModelDocument) {
    this.ids = new FreshIds(document);
    this.canvases = childrenOf(document.definitions, 'diagrams').flatMap((diagram) => {
      const plane = childOf(diagram, 'plane') as ModelElement | undefined;
      return plane ? [new Canvas(plane, this.ids)] : [];
    });
  }

  element(id: string): ModelElement | undefined {
    return this.document.elementsById.get(id);
  }

  /** The first diagram that shows an element. */
  canvasOf(element: ModelElement): Canvas | undefined {
    return this.canvases.find((canvas) => canvas.boundsOf(element) !== undefined);
  }
}
