import { isDone } from './progress';
import type { SagaState } from '../state';

/**
 * Whether a part has nothing to do and waits for nothing of its own: only another message, or the coordinator, makes it go on. The
 * part of the host where the saga began never rests, it ends the saga.
 */
export const isAtRest = (state: SagaState): boolean =>
  state.part !== undefined &&
  state.part.root !== state.part.host &&
  state.part.stop === undefined &&
  state.status === 'active' &&
  isDone(state) &&
  state.buffered.length === 0 &&
  isEmpty(state.jobs) &&
  isEmpty(state.withdrawals) &&
  isEmpty(state.incidents);

function isEmpty(records: object): boolean {
  for (const _ in records) return false;
  return true;
}
