import { copyElement } from '../document/copy-element';
import type { ModelDocument, ModelElement } from '../document/model-document';
import { newElement } from '../document/new-element';
import { writeModel } from '../document/write-model';
import { childOf, childrenOf, type XmlElement } from '../xml/element';
import type { DrawnPool, Pools } from './pools';
import { NAMESPACE, PREFIX, words } from './vocabulary';

/**
 * The whole model as text, without what its pools hold: a pool and its process are there by their ids alone, and each
 * run of shapes and edges of one pool is there as one shape that says whose they are and how many.
 */
export async function withoutPools(document: ModelDocument, pools: Pools): Promise<string> {
  const { definitions } = document;
  const runs = new Map(planesOf(definitions).flatMap((plane) => runsIn(plane, pools)));
  const rest = copyElement(definitions, undefined, (child) => {
    if (child.$parent?.$type === 'bpmndi:BPMNPlane') {
      return poolOfDrawing(child, pools) ? runs.get(child) : child;
    }
    const pool = pools.of(child);
    return pool ? stubOf(child, pool) : child;
  });
  rest.$attrs[`xmlns:${PREFIX}`] = NAMESPACE;
  return writeModel({ ...document, definitions: rest });
}

function stubOf({ $model, $type, id }: ModelElement, pool: DrawnPool): ModelElement {
  const stub = newElement($model, $type, { id });
  stub.$attrs[words.pool] = pool.id;
  return stub;
}

export function planesOf(definitions: XmlElement): readonly XmlElement[] {
  return childrenOf(definitions, 'diagrams').flatMap((diagram) => childOf(diagram, 'plane') ?? []);
}

/** The pool to which a shape or an edge belongs: that of its element, else of what the whole plane shows. */
export function poolOfDrawing(drawing: XmlElement, pools: Pools): DrawnPool | undefined {
  const element = childOf(drawing, 'bpmnElement');
  if (element?.$type === 'bpmn:MessageFlow') return undefined;
  return pools.of(element) ?? pools.of(childOf(drawing.$parent, 'bpmnElement'));
}

/** For the first of several shapes and edges of one pool in a row: the shape that stands for all of them. */
function runsIn(plane: XmlElement, pools: Pools): readonly (readonly [XmlElement, ModelElement])[] {
  const runs: (readonly [XmlElement, ModelElement])[] = [];
  let before: DrawnPool | undefined;
  let count = 0;
  for (const drawing of childrenOf(plane, 'planeElement')) {
    const pool = poolOfDrawing(drawing, pools);
    count = pool === before ? count + 1 : 1;
    if (pool && pool !== before) {
      const { $model } = drawing as ModelElement;
      runs.push([drawing, newElement($model, 'bpmndi:BPMNShape', {})]);
    }
    if (pool)
      Object.assign(runs.at(-1)?.[1].$attrs ?? {}, { [words.pool]: pool.id, [words.count]: String(count) });
    before = pool;
  }
  return runs;
}
