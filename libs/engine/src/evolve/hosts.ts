import { instanceOf } from '../lookups';
import type { SagaState, ScopeState } from '../state';

/** An element instance or process instance; their ids are from one counter. */
export const hostOf = (state: SagaState, id: number): ScopeState =>
  state.elements[id] ?? instanceOf(state, id);

/** The same, if it is still there. */
export const hostIfHere = (state: SagaState, id: number): ScopeState | undefined =>
  state.elements[id] ?? state.instances[id];

/** Takes an id out of one of the lists of what a host waits for. */
export function forget(
  holder: ScopeState | undefined,
  list: 'timers' | 'subscriptions' | 'incidents',
  id: number,
): void {
  const left = holder?.[list]?.filter((other) => other !== id);
  // Not deleted: an object that loses a property becomes slow for the rest of its life.
  if (holder && left) holder[list] = left.length > 0 ? left : undefined;
}
