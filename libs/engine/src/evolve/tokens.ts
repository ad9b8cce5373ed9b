import type { SagaEvent } from '../events';
import { elementOf, instanceOf } from '../lookups';
import type { ElementInstance, Joins, SagaState, ScopeState } from '../state';
import { placeLeft, placeTaken } from './places';
import { addById } from './records';

type EventOf<Type extends SagaEvent['type']> = Extract<SagaEvent, { type: Type }>;

/** A process instance (scope 0) or a sub-process instance as the place where tokens are. */
const scopeOf = (state: SagaState, instance: number, scope: number): ScopeState & { tokens?: number } =>
  scope === 0 ? instanceOf(state, instance) : elementOf(state, scope);

type Entered = { -readonly [Key in keyof ElementInstance]: ElementInstance[Key] };

export function enterElement(state: SagaState, event: EventOf<'ElementEntered'>): void {
  const { id, instance, scope } = event;
  const element: Entered = { id, instance, element: event.elementId, scope };
  if (event.undoes !== undefined) element.undoes = event.undoes;
  if (event.loopCounter !== undefined) element.loopCounter = event.loopCounter;
  addById(state.elements, id, element);
  const holder = scopeOf(state, instance, scope);
  addById((holder.children ??= {}), id, true);
  placeTaken(holder, event.elementId);
  if (event.via === undefined) holder.tokens = (holder.tokens ?? 0) + 1;
}

export function removeElement(state: SagaState, id: number): void {
  const element = elementOf(state, id);
  delete state.elements[id];
  const holder = element.scope === 0 ? state.instances[element.instance] : state.elements[element.scope];
  if (holder) {
    holder.tokens = (holder.tokens ?? 0) - 1;
    if (holder.children) delete holder.children[id];
    placeLeft(holder, element.element);
  }
  if (!element.compensables) return;
  if (element.undoes === undefined) keepForHandlers(state, element, element.compensables);
  // What a handler has done is not undone in turn.
  else for (const inside of element.compensables) delete state.compensable[inside];
}

/** What completed inside a sub-process, also in one that was interrupted, keeps the sub-process's own variables for its handler. */
function keepForHandlers(state: SagaState, { scope, variables }: ElementInstance, inside: number[]): void {
  if (variables)
    for (const id of inside) {
      const activity = state.compensable[id];
      if (activity) activity.locals = { ...variables, ...activity.locals };
    }
  const around = scope === 0 ? undefined : state.elements[scope];
  if (!around) return;
  if (around.compensables) for (const id of inside) around.compensables.push(id);
  else around.compensables = inside;
}

export function takeFlow(state: SagaState, { instance, scope }: EventOf<'FlowTaken'>): void {
  const holder = scopeOf(state, instance, scope);
  holder.tokens = (holder.tokens ?? 0) + 1;
}

export function arriveAtJoin(
  state: SagaState,
  { instance, scope, element, flow }: EventOf<'TokenArrivedAtJoin'>,
): void {
  const waiting = (joinsOf(state, instance, scope)[element] ??= {});
  waiting[flow] = (waiting[flow] ?? 0) + 1;
}

/** The tokens of these flows become the one with which the gateway is entered (or none). */
export function takeFromJoin(
  state: SagaState,
  { instance, scope, element, flows }: Pick<EventOf<'JoinFired'>, 'instance' | 'scope' | 'element' | 'flows'>,
): void {
  const holder = scopeOf(state, instance, scope);
  const joins = (holder.joins ??= {});
  const waiting = joins[element] ?? {};
  for (const flow of flows) {
    const left = (waiting[flow] ?? 0) - 1;
    if (left > 0) waiting[flow] = left;
    else delete waiting[flow];
  }
  if (Object.keys(waiting).length === 0) delete joins[element];
  if (Object.keys(joins).length === 0) holder.joins = undefined;
  holder.tokens = (holder.tokens ?? 0) - flows.length;
}

/** A terminate end event is the one token that is left in its scope. */
export function clearScope(state: SagaState, { instance, scope }: EventOf<'ScopeCleared'>): void {
  const holder = scopeOf(state, instance, scope);
  holder.tokens = 1;
  holder.joins = undefined;
  holder.resetting = undefined;
}

/** Nothing is left but the event sub-process that is entered next. */
export function interruptScope(state: SagaState, { instance, scope }: EventOf<'ScopeInterrupted'>): void {
  const holder = scopeOf(state, instance, scope);
  holder.tokens = 0;
  holder.interrupted = true;
  holder.joins = undefined;
  holder.resetting = undefined;
}

export function activateComplexGateway(state: SagaState, event: EventOf<'ComplexGatewayActivated'>): void {
  takeFromJoin(state, event);
  (scopeOf(state, event.instance, event.scope).resetting ??= {})[event.element] = event.flows;
}

export function resetComplexGateway(
  state: SagaState,
  { instance, scope, element }: EventOf<'ComplexGatewayReset'>,
): void {
  const holder = scopeOf(state, instance, scope);
  if (!holder.resetting) return;
  delete holder.resetting[element];
  if (Object.keys(holder.resetting).length === 0) holder.resetting = undefined;
}

const joinsOf = (state: SagaState, instance: number, scope: number): Joins =>
  (scopeOf(state, instance, scope).joins ??= {});
