import type { FlowNode, ProcessModel, Score } from '@partitura/bpmn';
import { evolve } from './evolve';
import type { SagaEvent } from './events';
import type { Library } from './library';
import { nodeOf, processOf } from './score-index';
import type { ElementInstance, InstanceState, Listening, SagaState } from './state';

/** Steps that one command may cause before an instance counts as a loop without any wait. */
export const STEP_LIMIT = 10_000;

/** A token on its way along a sequence flow. */
export interface Arrival {
  readonly instance: number;
  readonly scope: number;
  readonly flow: FlowNode['outgoing'][number];
}

/** One command being decided: the state so far, the events so far, and the tokens still on their way. */
export class Run {
  readonly events: SagaEvent[] = [];
  arrivals: Arrival[] = [];
  steps = 0;

  /** The score that the saga runs: its own version, not that of a called process. */
  readonly score: Score;

  constructor(
    readonly library: Library,
    readonly state: SagaState,
    /** Epoch ms. */
    readonly at: number,
    /** W3C traceparent of this step. */
    readonly trace?: string,
  ) {
    this.score = library.score(state.score);
  }

  emit(event: SagaEvent): void {
    evolve(this.state, event);
    this.events.push(event);
  }

  /** The id for the next event that carries a new one; emit that event before asking again. */
  nextId(): number {
    return this.state.lastId + 1;
  }

  processOf(instance: number): ProcessModel {
    const { score, process } = this.instance(instance);
    return processOf(score === undefined ? this.score : this.library.score(score), process);
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

  /** Who listens: an element instance, or a process instance for its event sub-processes. */
  listening(id: number): Listening {
    return this.state.elements[id] ?? this.instance(id);
  }

  /** The model's node of an element instance. */
  node(element: ElementInstance): FlowNode {
    return nodeOf(this.processOf(element.instance), element.element);
  }

  /** Whether tokens may still move in a scope: a terminated scope swallows those on their way. */
  isAlive(instance: number, scope: number): boolean {
    if (scope !== 0) return scope in this.state.elements;
    return this.state.status === 'active' && this.instance(instance).state === 'active';
  }
}
