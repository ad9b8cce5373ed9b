import type { FlowNode, ProcessModel, SequenceFlow } from '../../model';
import { isScope } from '../../compile/element-kind';
import type { Place, Scope } from './net';
import type { NetBuilder, Step } from './net-builder';
import { isListening } from './triggers';
import type { Senders } from './senders';

const JOINING: ReadonlySet<FlowNode['kind']> = new Set([
  'parallelGateway',
  'inclusiveGateway',
  'complexGateway',
]);

/** Holds tokens until it may go on. */
export const isJoin = ({ kind, incoming }: FlowNode): boolean => incoming.length > 1 && JOINING.has(kind);

/** One process on its way into the net: which places its elements have. */
export class Drawing {
  readonly top: Scope;
  private readonly scopes = new Map<string, Scope>();
  private readonly at = new Map<string, Place>();
  private readonly flows = new Map<SequenceFlow, Place>();
  /** Flags: an event that does not interrupt happens once, if nothing but itself says how often. */
  private readonly once = new Map<string, Place>();
  private readonly listening = new Map<string, Place>();

  constructor(
    readonly net: NetBuilder,
    readonly process: ProcessModel,
    readonly number: number,
    readonly senders: Senders,
    readonly composition: boolean,
  ) {
    this.top = net.scope(process.id, undefined);
    for (const node of this.nodes) if (isScope(node.kind)) this.openScope(node);
    for (const node of this.nodes) this.addPlaces(node);
    for (const holder of [undefined, ...this.nodes]) this.addFlags(holder);
  }

  /** What tokens can come to: compensation is no part of it, its handlers are work that always gets done. */
  get nodes(): FlowNode[] {
    return [...this.process.elements.values()].filter(
      (node) => node.triggerOf === undefined && !this.senders.isUndoing(node),
    );
  }

  add(step: Step): void {
    this.net.add(this.number, step);
  }

  /** The scope in which a node stands. */
  around(node: FlowNode): Scope {
    return node.scope === undefined ? this.top : this.inner(node.scope);
  }

  /** The scope that a sub-process is. */
  inner(id: string): Scope {
    const scope = this.scopes.get(id);
    if (!scope) throw new Error(`${id} is no sub-process.`);
    return scope;
  }

  /** Where a token waits or works at a node; of a sub-process: how many instances are active. */
  place(node: FlowNode): Place {
    const place = this.at.get(node.id);
    if (place === undefined) throw new Error(`${node.id} has no place.`);
    return place;
  }

  /** Where a flow brings its token when its target is a join. */
  arrival(flow: SequenceFlow): Place {
    let place = this.flows.get(flow);
    if (place === undefined) this.flows.set(flow, (place = this.net.inside(this.around(flow.target))));
    return place;
  }

  flagOf(event: FlowNode): Place | undefined {
    return this.once.get(event.id);
  }

  /** A scope that is not interrupted listens for its event sub-processes; undefined when it has none. */
  listens(scope: Scope): Place | undefined {
    return this.listening.get(scope.id);
  }

  /** The places that a token on a flow fills. */
  along(flow: SequenceFlow): readonly Place[] {
    return isJoin(flow.target) ? [this.arrival(flow)] : this.entry(flow.target);
  }

  /** The places that a token fills which enters a node. */
  entry(node: FlowNode): readonly Place[] {
    const flags = node.boundaryEvents.flatMap((event) => this.flagOf(event) ?? []);
    if (!isScope(node.kind) || node.kind === 'adHocSubProcess') return [this.place(node), ...flags];
    return [...flags, ...this.opening(this.inner(node.id), node), ...this.start(node)];
  }

  /** A scope becomes active and listens. */
  opening(scope: Scope, node?: FlowNode): readonly Place[] {
    const subProcesses = node?.eventSubProcesses ?? (node ? [] : this.process.eventSubProcesses);
    const flags = subProcesses.flatMap(({ startEvent }) => (startEvent && this.flagOf(startEvent)) ?? []);
    return [scope.active, ...[this.listens(scope) ?? []].flat(), ...flags];
  }

  private start({ startEvent }: FlowNode): readonly Place[] {
    return startEvent ? [this.place(startEvent)] : [];
  }

  /** The flags that an activity has no more once it is left. */
  leaving(node: FlowNode): readonly Place[] {
    return node.boundaryEvents.flatMap((event) => this.flagOf(event) ?? []);
  }

  private openScope(node: FlowNode): Scope {
    const known = this.scopes.get(node.id);
    if (known) return known;
    const outer = node.scope === undefined ? undefined : this.process.elements.get(node.scope);
    const scope = this.net.scope(node.id, outer ? this.openScope(outer) : this.top);
    this.scopes.set(node.id, scope);
    return scope;
  }

  private addPlaces(node: FlowNode): void {
    const scope = this.scopes.get(node.id);
    // An ad-hoc sub-process has a place of its own, where it is not yet said which activities begin.
    const active = scope && node.kind !== 'adHocSubProcess' ? scope.active : undefined;
    this.at.set(node.id, active ?? this.net.inside(this.around(node)));
  }

  private addFlags(holder: FlowNode | undefined): void {
    const scope = holder ? this.scopes.get(holder.id) : this.top;
    const events = holder?.eventSubProcesses ?? (holder ? [] : this.process.eventSubProcesses);
    if (scope && events.length > 0) this.listening.set(scope.id, this.net.flag(scope));
    const starts = events.flatMap(({ startEvent }) => startEvent ?? []);
    for (const event of [...starts, ...(holder?.boundaryEvents ?? [])]) {
      if (event.interrupting || !isListening(event)) continue;
      const home = scope ?? (holder ? this.around(holder) : this.top);
      this.once.set(event.id, this.net.flag(home));
    }
  }
}
