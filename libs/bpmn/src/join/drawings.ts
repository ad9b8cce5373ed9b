import type { ModelElement } from '../document/model-document';
import { isBus } from '../compile/elsewhere';
import { words } from '../split/vocabulary';
import { poolOfDrawing } from '../split/without-pools';
import { childOf, childrenOf, type XmlElement } from '../xml/element';
import type { FragmentFile } from './fragment-file';

/** Shapes and edges of all fragments, handed out in the order in which they stood in the whole. */
export class JoinedDrawings {
  /** By place of the diagram in the whole and pool. */
  private readonly waiting = new Map<string, ModelElement[]>();
  /** Of what stands in no pool of the whole, by place of the diagram. */
  private readonly loose = new Map<string, ModelElement[]>();
  /** Diagrams that the whole does not have yet. */
  readonly added: ModelElement[] = [];

  constructor(fragments: readonly FragmentFile[], flows: readonly ModelElement[]) {
    for (const fragment of fragments) {
      for (const diagram of childrenOf(fragment.document.definitions, 'diagrams') as ModelElement[]) {
        const place = diagram.$attrs[words.diagram];
        if (place === undefined) this.added.push(diagram);
        else this.take(fragment, place, diagram, flows);
      }
    }
  }

  /** What stands in the place of a run of shapes and edges. */
  next(place: string, pool: string, count: number): readonly ModelElement[] {
    return this.waiting.get(`${place} ${pool}`)?.splice(0, count) ?? [];
  }

  /** What is new in a diagram. */
  rest(place: string): readonly ModelElement[] {
    const left = [...this.waiting].filter(([key]) => key.startsWith(`${place} `)).flatMap(([, all]) => all);
    return [...left, ...(this.loose.get(place) ?? [])];
  }

  private take(
    { pools, here }: FragmentFile,
    place: string,
    diagram: XmlElement,
    flows: readonly ModelElement[],
  ): void {
    for (const drawing of childrenOf(childOf(diagram, 'plane'), 'planeElement') as ModelElement[]) {
      const element = childOf(drawing, 'bpmnElement') as ModelElement | undefined;
      const pool = poolOfDrawing(drawing, pools);
      if (pool && here.includes(pool)) push(this.waiting, `${place} ${pool.id}`, drawing);
      else if (!belongsToWhole(element, flows)) push(this.loose, place, drawing);
    }
  }
}

/** The bus is drawn in fragments alone, and message flows of the whole in the whole. */
function belongsToWhole(element: ModelElement | undefined, addedFlows: readonly ModelElement[]): boolean {
  if (!element || isBus(element)) return true;
  return element.$type === 'bpmn:MessageFlow' && !addedFlows.includes(element);
}

function push(lists: Map<string, ModelElement[]>, key: string, item: ModelElement): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
