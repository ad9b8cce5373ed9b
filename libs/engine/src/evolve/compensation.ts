import type { SagaEvent } from '../events';
import { compensationOf } from '../lookups';
import { addById } from './records';
import type { Compensation, CompletedActivity, ElementInstance, SagaState } from '../state';

type EventOf<Type extends SagaEvent['type']> = Extract<SagaEvent, { type: Type }>;

export function addCompensable(state: SagaState, { activity }: EventOf<'ActivityCompensable'>): void {
  const entry: CompletedActivity = { ...activity };
  addById(state.compensable, activity.id, entry);
  if (state.part && activity.time) state.part.time = activity.time;
  const completed = state.elements[activity.elementInstance];
  // A unit with a handler of its own: what completed inside is undone by that handler alone.
  if (activity.unit)
    for (const id of completed?.compensables ?? []) {
      const inside = state.compensable[id];
      if (!inside || inside.within !== undefined) continue;
      inside.within = activity.id;
      (entry.covers ??= []).push(id);
    }
  const [around] = activity.scopes;
  const scope = around && state.elements[around.id];
  if (scope) (scope.compensables ??= []).push(activity.id);
}

export function beginUndo(state: SagaState, event: EventOf<'SagaUndoStarted'>): void {
  state.status = 'compensating';
  state.reason = event.reason;
  state.buffered = [];
  const undo: Compensation = { queue: [], running: [] };
  const kept: SagaState['compensations'] = { 0: undo };
  for (const [by, compensation] of Object.entries(state.compensations)) {
    // A throw event inside a handler goes on undoing what it has begun to undo.
    if (isInsideHandler(state, Number(by))) kept[Number(by)] = compensation;
    else undo.running.push(...compensation.running);
  }
  for (const handler of undo.running) {
    const activity = undoneBy(state, handler);
    if (activity) activity.by = 0;
  }
  state.compensations = kept;
  for (const instance of Object.values(state.instances)) {
    if (instance.state !== 'completed') continue;
    instance.state = 'active';
    delete instance.endedAt;
  }
}

function isInsideHandler(state: SagaState, id: number): boolean {
  for (let element = state.elements[id]; element; element = around(state, element))
    if (element.undoes !== undefined) return true;
  return false;
}

function around(state: SagaState, { scope, instance }: ElementInstance): ElementInstance | undefined {
  const id = scope === 0 ? state.instances[instance]?.parent : scope;
  return id === undefined ? undefined : state.elements[id];
}

function undoneBy(state: SagaState, handler: number): CompletedActivity | undefined {
  const undoes = state.elements[handler]?.undoes;
  return undoes === undefined ? undefined : state.compensable[undoes];
}

/** The queue is worked off from its end; entries behind the one that begins were undone by somebody else. */
export function startHandler(state: SagaState, event: EventOf<'CompensationHandlerStarted'>): void {
  const compensation = compensationOf(state, event.by);
  while (compensation.queue.length > 0 && compensation.queue.pop() !== event.activity);
  compensation.running.push(event.handler);
  const activity = state.compensable[event.activity];
  if (!activity) return;
  activity.handler = event.handler;
  activity.by = event.by;
}

export function endHandler(state: SagaState, event: EventOf<'CompensationHandlerEnded'>): void {
  const compensation = compensationOf(state, event.by);
  compensation.running = compensation.running.filter((id) => id !== event.handler);
  const activity = state.compensable[event.activity];
  if (activity) remove(state, activity);
}

/** With a unit goes what it covers. */
function remove(state: SagaState, activity: CompletedActivity): void {
  delete state.compensable[activity.id];
  for (const id of activity.covers ?? []) {
    const inside = state.compensable[id];
    if (inside) remove(state, inside);
  }
}

export function endCompensation(state: SagaState, { by }: EventOf<'CompensationEnded'>): void {
  const running = state.compensations[by]?.running ?? [];
  if (running.length > 0)
    for (const activity of Object.values(state.compensable))
      if (activity.handler !== undefined && running.includes(activity.handler)) {
        delete activity.handler;
        delete activity.by;
      }
  delete state.compensations[by];
}
