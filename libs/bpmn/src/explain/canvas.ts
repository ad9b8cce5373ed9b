import { type Bounds, boundsOf, contains, lineBounds, type Point } from '../diagram/bounds';
import type { ModelElement } from '../document/model-document';
import { type FreshIds, newElement } from '../document/new-element';
import { childOf, childrenOf, numberOf, type XmlElement } from '../xml/element';
import { colour } from './derived';

/** A plane of a diagram, to which shapes are added where nothing is. */
export class Canvas {
  private readonly shapes = new Map<XmlElement, ModelElement>();

  constructor(
    private readonly plane: ModelElement,
    private readonly ids: FreshIds,
  ) {
    for (const drawing of this.drawings) this.register(drawing);
  }

  boundsOf(element: XmlElement): Bounds | undefined {
    return boundsOf(this.shapes.get(element));
  }

  shapeOf(element: XmlElement): ModelElement | undefined {
    return this.shapes.get(element);
  }

  /** Shapes, labels and lines that something new beside an element must not cover; what is around that is none. */
  obstacles(beside: Bounds): readonly Bounds[] {
    const shapes = this.drawings.flatMap((drawing) => [
      boundsOf(drawing),
      boundsOf(childOf(drawing, 'label')),
    ]);
    return shapes.flatMap((bounds) =>
      bounds && (!contains(bounds, beside) || contains(beside, bounds)) ? [bounds] : [],
    );
  }

  /** The segments of all lines. */
  get lines(): readonly Bounds[] {
    return this.drawings.flatMap((drawing) => {
      const points = childrenOf(drawing, 'waypoint').map(pointOf);
      return points.slice(1).map((to, place) => lineBounds(points[place] ?? to, to));
    });
  }

  /** Lanes that reach to the far end of a pool. */
  lanesAtEnd(pool: Bounds, vertical: boolean): readonly ModelElement[] {
    return [...this.shapes].flatMap(([element, shape]) => {
      const bounds = boundsOf(shape);
      if (element.$type !== 'bpmn:Lane' || !bounds || !contains(pool, bounds)) return [];
      const left = vertical
        ? pool.y + pool.height - bounds.y - bounds.height
        : pool.x + pool.width - bounds.x - bounds.width;
      return left < 5 ? [shape] : [];
    });
  }

  /** The innermost of what is drawn around something. */
  around(inner: Bounds): Bounds | undefined {
    const outer = [...this.shapes.values()].flatMap((shape) => {
      const bounds = boundsOf(shape);
      return bounds && contains(bounds, inner) && !contains(inner, bounds) ? [bounds] : [];
    });
    return outer.sort((one, other) => one.width * one.height - other.width * other.height)[0];
  }

  addShape(
    element: ModelElement,
    bounds: Bounds,
    {
      label,
      attributes = {},
    }: { readonly label?: Bounds; readonly attributes?: Readonly<Record<string, unknown>> } = {},
  ): void {
    const { $model: model } = this.plane;
    const inside: Record<string, ModelElement> = { bounds: newElement(model, 'dc:Bounds', { ...bounds }) };
    if (label) {
      inside['label'] = newElement(
        model,
        'bpmndi:BPMNLabel',
        {},
        { bounds: newElement(model, 'dc:Bounds', { ...label }) },
      );
    }
    this.add(
      newElement(
        model,
        'bpmndi:BPMNShape',
        { id: this.ids.fresh(`${String(element.id)}_di`), bpmnElement: element, ...attributes },
        inside,
      ),
    );
  }

  addEdge(element: ModelElement, points: readonly Point[]): void {
    const { $model: model } = this.plane;
    this.add(
      newElement(
        model,
        'bpmndi:BPMNEdge',
        { id: this.ids.fresh(`${String(element.id)}_di`), bpmnElement: element },
        { waypoint: points.map(({ x, y }) => newElement(model, 'dc:Point', { x, y })) },
      ),
    );
  }

  private get drawings(): readonly ModelElement[] {
    return childrenOf(this.plane, 'planeElement') as ModelElement[];
  }

  private register(drawing: ModelElement): void {
    const element = childOf(drawing, 'bpmnElement');
    if (element && childOf(drawing, 'bounds')) this.shapes.set(element, drawing);
  }

  private add(drawing: ModelElement): void {
    colour(drawing);
    Object.assign(drawing, { $parent: this.plane });
    this.plane.set('planeElement', [...this.drawings, drawing]);
    this.register(drawing);
  }
}

const pointOf = (waypoint: XmlElement): Point => ({
  x: numberOf(waypoint, 'x') ?? 0,
  y: numberOf(waypoint, 'y') ?? 0,
});
