import type { ModelElement } from '../document/model-document';
import { childOf, childrenOf, type XmlElement } from '../xml/element';
import { collaborationsOf, type Composition } from './composition';
import { neededRoots } from './needed-roots';
import type { DrawnPool } from './pools';
import { poolOfDrawing } from './without-pools';

/** What stands in a collaboration of a fragment beside its pools and flows. */
const KEPT = new Set(['bpmn:Documentation', 'bpmn:ExtensionElements', 'bpmn:Import']);

/** Which elements of the whole a fragment has. */
export class Selection {
  readonly collaborations: readonly ModelElement[];
  /** Message flows between two pools that are here. */
  private readonly inner: ReadonlySet<ModelElement>;
  /** Message flows between a pool that is here and something else. */
  readonly crossing: ReadonlySet<ModelElement>;
  private readonly needed: ReadonlySet<XmlElement>;

  constructor(
    readonly composition: Composition,
    readonly pools: readonly DrawnPool[],
  ) {
    const { document } = composition;
    const owners = new Set(pools.map(({ collaboration }) => collaboration));
    this.collaborations = collaborationsOf(document).filter((one) => owners.has(one));
    const flows = this.collaborations.flatMap((one) => childrenOf(one, 'messageFlows')) as ModelElement[];
    const endsHere = (flow: ModelElement): number =>
      ENDS.filter((end) => this.isHere(childOf(flow, end))).length;
    this.inner = new Set(flows.filter((flow) => endsHere(flow) === 2));
    this.crossing = new Set(flows.filter((flow) => endsHere(flow) === 1));
    const own = pools.flatMap(({ xml, process }) => (process ? [xml, process] : [xml]));
    this.needed = neededRoots(document.definitions, [...own, ...this.inner, ...this.crossing]);
  }

  /** In one of the pools, or one of them. */
  isHere(element: XmlElement | undefined): boolean {
    const pool = this.composition.pools.of(element);
    return pool !== undefined && this.pools.includes(pool);
  }

  hasRoot(root: ModelElement): boolean {
    if (root.$type === 'bpmn:Collaboration') return this.collaborations.includes(root);
    if (root.$type === 'bpmn:Process') return this.isHere(root);
    if (root.$type === 'bpmndi:BPMNDiagram') return this.hasDiagram(root);
    return KEPT.has(root.$type) || this.needed.has(root);
  }

  hasInCollaboration(child: ModelElement): boolean {
    if (child.$type === 'bpmn:Participant') return this.isHere(child);
    if (child.$type === 'bpmn:MessageFlow') return this.inner.has(child) || this.crossing.has(child);
    return KEPT.has(child.$type);
  }

  hasDrawing(drawing: XmlElement): boolean {
    const element = childOf(drawing, 'bpmnElement');
    if (element && this.inner.has(element as ModelElement)) return true;
    const pool = poolOfDrawing(drawing, this.composition.pools);
    return pool !== undefined && this.pools.includes(pool);
  }

  private hasDiagram(diagram: XmlElement): boolean {
    const plane = childOf(diagram, 'plane');
    return (
      this.isHere(childOf(plane, 'bpmnElement')) ||
      childrenOf(plane, 'planeElement').some((drawing) => this.hasDrawing(drawing))
    );
  }
}

const ENDS = ['sourceRef', 'targetRef'] as const;
