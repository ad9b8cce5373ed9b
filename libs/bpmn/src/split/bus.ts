import { type Bounds, boundsOf, type Point } from '../diagram/bounds';
import type { ElementFactory, ModelElement } from '../document/model-document';
import { extend, type FreshIds, newElement } from '../document/new-element';
import { childOf, childrenOf, flagOf, numberOf, textOf, type XmlElement } from '../xml/element';
import { type BusLayout, layOutBus, type NearEnd } from './bus-layout';
import type { Selection } from './selection';
import { wordElement, words } from './vocabulary';

/** The pool that stands for everything elsewhere. */
export function newBus(collaboration: ModelElement, ids: FreshIds): ModelElement {
  const { $model: model } = collaboration;
  const bus = newElement(model, 'bpmn:Participant', { id: ids.fresh('Bus'), name: 'Bus' });
  extend(bus, wordElement(model, words.bus, {}));
  return bus;
}

interface Crossing {
  readonly flow: ModelElement;
  readonly outgoing: boolean;
  readonly end: NearEnd;
}

/** Draws the bus and the flows that lead to it into a plane that shows at least one pool of the collaboration. */
export function drawBus(
  plane: ModelElement,
  original: XmlElement,
  bus: ModelElement,
  selection: Selection,
  ids: FreshIds,
): void {
  const drawings = childrenOf(plane, 'planeElement') as ModelElement[];
  const shapes = new Map(drawings.map((shape) => [childOf(shape, 'bpmnElement'), shape]));
  const pools = selection.pools.flatMap(({ xml }) => shapes.get(xml) ?? []);
  const [first] = pools;
  if (!first) return;
  const edges = new Map(
    childrenOf(original, 'planeElement').map((edge) => [childOf(edge, 'bpmnElement'), edge as ModelElement]),
  );
  const crossings = [...selection.crossing].flatMap((flow): Crossing[] => {
    const outgoing = selection.isHere(childOf(flow, 'sourceRef'));
    const bounds = boundsOf(shapes.get(childOf(flow, outgoing ? 'sourceRef' : 'targetRef')));
    if (!bounds) return [];
    const docked = dockOf(edges.get(flow), outgoing);
    const named = textOf(flow, 'name') !== undefined;
    return [{ flow, outgoing, end: { bounds, named, ...(docked ? { docked } : {}) } }];
  });
  const vertical = isVertical(first);
  const layout = layOutBus({
    pools: pools.flatMap((pool) => boundsOf(pool) ?? []),
    vertical,
    obstacles: drawings.flatMap(obstaclesOf),
    ends: crossings.map(({ end }) => end),
  });
  const { $model: model } = plane;
  plane.set('planeElement', [
    ...drawings,
    newElement(
      model,
      'bpmndi:BPMNShape',
      { id: ids.fresh(`${String(bus.id)}_di`), bpmnElement: bus, isHorizontal: !vertical },
      { bounds: newElement(model, 'dc:Bounds', { ...layout.bus }) },
    ),
    ...crossings.map((crossing, place) =>
      newEdge(model, crossing, layout.lines[place] as BusLayout['lines'][number], edges, ids),
    ),
  ]);
}

function newEdge(
  model: ElementFactory,
  { flow, outgoing, end }: Crossing,
  line: BusLayout['lines'][number],
  edges: ReadonlyMap<XmlElement | undefined, ModelElement>,
  ids: FreshIds,
): ModelElement {
  const points = outgoing ? [line.near, line.far] : [line.far, line.near];
  const id = textOf(edges.get(flow), 'id') ?? ids.fresh(`${String(flow.id)}_di`);
  const label: Record<string, ModelElement> = end.named
    ? {
        label: newElement(
          model,
          'bpmndi:BPMNLabel',
          {},
          { bounds: newElement(model, 'dc:Bounds', { ...line.label }) },
        ),
      }
    : {};
  return newElement(
    model,
    'bpmndi:BPMNEdge',
    { id, bpmnElement: flow },
    { waypoint: points.map(({ x, y }) => newElement(model, 'dc:Point', { x, y })), ...label },
  );
}

/** Where the flow touched its element in the whole diagram. */
function dockOf(edge: XmlElement | undefined, outgoing: boolean): Point | undefined {
  const point = childrenOf(edge, 'waypoint').at(outgoing ? 0 : -1);
  const [x, y] = [point && numberOf(point, 'x'), point && numberOf(point, 'y')];
  return x === undefined || y === undefined ? undefined : { x, y };
}

function isVertical(pool: XmlElement): boolean {
  const bounds = boundsOf(pool);
  return !flagOf(pool, 'isHorizontal', !bounds || bounds.width >= bounds.height);
}

/** Shapes and labels of flow nodes and artefacts; pools and lanes are crossed anyway. */
function obstaclesOf(drawing: XmlElement): readonly Bounds[] {
  const type = childOf(drawing, 'bpmnElement')?.$type ?? '';
  if (/:(Participant|Lane)$/.test(type)) return [];
  return [boundsOf(drawing), boundsOf(childOf(drawing, 'label'))].flatMap((bounds) => bounds ?? []);
}
