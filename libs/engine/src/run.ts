import type { FlowNode, ProcessModel, Score } from '@partitura/bpmn';
import type { Placement } from './distribution/part';
import { evolve } from './evolve';
import type { SagaEvent } from './events';
import type { Library } from './library';
import { nodeOf, processOf } from './score-index';
import type { ElementInstance, InstanceState, SagaState } from './state';

/** Steps that one command may cause before an instance counts as a loop without any wait. */
export const STEP_LIMIT = 10_000;

/**
 * What happens next in a scope, a condition (a subscription) that has become true, or a compensation (by its key) that goes
 * on with its next handler. One after the other, not one inside the other: however many there are, the stack stays flat.
 */
export type Arrival = ArrivalInScope | { readonly condition: number } | { readonly compensation: number };

/** A token arrives along a flow, the next instance of a loop begins, or a scope without tokens ends. */
export interface ArrivalInScope {
  readonly instance: number;
  readonly scope: number;
  readonly flow?: FlowNode['outgoing'][number];
  /** With neither a flow nor this, the body `scope` begins its next instance. */
  readonly ends?: true;
}

/** One command being decided: the state so far, the events so far, and the tokens still on their way. */
export class Run {
  readonly events: SagaEvent[] = [];
  steps = 0;
  /** More than `STEP_LIMIT` where a collection has many items, or much that waited before goes on at once. */
  stepLimit = STEP_LIMIT;
  /** Multi-instance activities, by their place in the model, that have been given steps for their items. */
  readonly granted = new Set<string>();
  /** The score that the saga runs: its own version, not that of a called process. */
  readonly score: Score;
  /** Scopes in which tokens have moved and joins wait that look at the other tokens. */
  readonly joinsToLookAt = new Map<string, { readonly instance: number; readonly scope: number }>();
  private arrivals: Arrival[] = [];
  private arrived = 0;
  /** Conditions among the arrivals. */
  private conditions = 0;
  /** Where the participants of the saga run, when that is not here alone. */
  readonly placement: Placement | undefined;
  /** What was looked up last: most steps stay in one process. */
  private latest: { readonly score: string | undefined; readonly process: ProcessModel } | undefined;
  private readonly wentOn = new Set<number>();
  /** Ids up to this one were there before the command. */
  private readonly before: number;

  constructor(
    readonly library: Library,
    readonly state: SagaState,
    /** Epoch ms. */
    readonly at: number,
    /** W3C traceparent of this step. */
    readonly trace?: string,
  ) {
    this.score = library.score(state.score);
    this.placement = library.placement?.(state.score);
    this.before = state.lastId;
  }

  /**
   * Something that waited when the command came goes on: a timer, a subscription, what is to be undone. It may take as many
   * steps as if it were told alone, once; what the command itself has begun does not, or a cycle would never stop.
   */
  goesOn(id: number): void {
    if (id > this.before || this.wentOn.has(id)) return;
    this.wentOn.add(id);
    this.stepLimit += STEP_LIMIT;
  }

  emit(event: SagaEvent): void {
    evolve(this.state, event);
    this.events.push(event);
  }

  /** The id for the next event that carries a new one; emit that event before asking again. */
  nextId(): number {
    return this.state.lastId + 1;
  }

  send(arrival: Arrival): void {
    this.arrivals.push(arrival);
    if ('condition' in arrival) this.conditions += 1;
  }

  /** Whether a condition has become true whose event has not been triggered yet. */
  hasTrueConditions(): boolean {
    return this.conditions > 0;
  }

  nextArrival(): Arrival | undefined {
    const next = this.arrivals[this.arrived];
    if (next) {
      this.arrived += 1;
      if ('condition' in next) this.conditions -= 1;
    } else if (this.arrived > 0) this.forgetArrivals();
    return next;
  }

  forgetArrivals(): void {
    this.arrivals = [];
    this.arrived = 0;
    this.conditions = 0;
  }

  forgetArrivalsIn(instance: number, scope: number): void {
    this.forgetArrivalsWhere((next) => next.instance === instance && next.scope === scope);
  }

  forgetArrivalsWhere(isOver: (next: ArrivalInScope) => boolean): void {
    this.arrivals = this.arrivals.slice(this.arrived).filter((next) => !('scope' in next && isOver(next)));
    this.arrived = 0;
  }

  processOf(instance: number): ProcessModel {
    const { score, process } = this.instance(instance);
    if (score === this.latest?.score && process === this.latest?.process.id) return this.latest.process;
    const model = processOf(score === undefined ? this.score : this.library.score(score), process);
    this.latest = { score, process: model };
    return model;
  }

  /** Key of the score version that a process instance belongs to. */
  scoreKeyOf(instance: number): string {
    return this.instance(instance).score ?? this.state.score;
  }

  instance(id: number): InstanceState {
    const instance = this.state.instances[id];
    if (!instance) throw new Error(`Saga ${this.state.id} has no process instance ${id}.`);
    return instance;
  }

  element(id: number): ElementInstance {
    const element = this.state.elements[id];
    if (!element) throw new Error(`Saga ${this.state.id} has no element instance ${id}.`);
    return element;
  }

  /** The model's node of an element instance. */
  node(element: ElementInstance): FlowNode {
    return nodeOf(this.processOf(element.instance), element.element);
  }

  /** Whether tokens may still move in a scope: a terminated scope swallows those on their way. */
  isAlive(instance: number, scope: number): boolean {
    if (scope !== 0) return scope in this.state.elements;
    const { state, parent } = this.instance(instance);
    if (state !== 'active') return false;
    if (this.state.status === 'active') return true;
    // While the saga is undone, only what a handler has called still moves.
    return this.state.status === 'compensating' && parent !== undefined && parent in this.state.elements;
  }

  /** Element instances directly inside a scope, oldest first. */
  childrenOf(instance: number, scope: number): number[] {
    const holder = scope === 0 ? this.state.instances[instance] : this.state.elements[scope];
    return holder?.children ? Object.keys(holder.children).map(Number) : [];
  }
}
