import type { SagaEvent } from '../events';
import { compensationOf } from '../lookups';
import type { CompletedActivity, SagaState } from '../state';

type EventOf<Type extends SagaEvent['type']> = Extract<SagaEvent, { type: Type }>;

export function addCompensable(state: SagaState, { activity }: EventOf<'ActivityCompensable'>): void {
  state.compensable[activity.id] = { ...activity };
  const completed = state.elements[activity.elementInstance];
  // A unit with a handler of its own: what completed inside is undone by that handler alone.
  if (activity.unit)
    for (const id of completed?.compensables ?? []) {
      const inside = state.compensable[id];
      if (inside && inside.within === undefined) inside.within = activity.id;
    }
  const [around] = activity.scopes;
  const scope = around && state.elements[around.id];
  if (scope) (scope.compensables ??= []).push(activity.id);
}

export function beginUndo(state: SagaState, event: EventOf<'SagaUndoStarted'>): void {
  state.status = 'compensating';
  state.reason = event.reason;
  state.buffered = [];
  const running = Object.values(state.compensations).flatMap((compensation) => compensation.running);
  state.compensations = { 0: { queue: [], running } };
  for (const instance of Object.values(state.instances)) {
    if (instance.state !== 'completed') continue;
    instance.state = 'active';
    delete instance.endedAt;
  }
}

/** The queue is worked off from its end; entries behind the one that begins were undone by somebody else. */
export function startHandler(state: SagaState, event: EventOf<'CompensationHandlerStarted'>): void {
  const compensation = compensationOf(state, event.by);
  while (compensation.queue.length > 0 && compensation.queue.pop() !== event.activity);
  compensation.running.push(event.handler);
  const activity = state.compensable[event.activity];
  if (activity) activity.handler = event.handler;
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
  if (!activity.unit) return;
  for (const other of Object.values(state.compensable))
    if (other.within === activity.id) remove(state, other);
}

export function endCompensation(state: SagaState, { by }: EventOf<'CompensationEnded'>): void {
  const running = state.compensations[by]?.running ?? [];
  if (running.length > 0)
    for (const activity of Object.values(state.compensable))
      if (activity.handler !== undefined && running.includes(activity.handler)) delete activity.handler;
  delete state.compensations[by];
}
