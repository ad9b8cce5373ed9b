import { completePart, isFinal, type SagaState } from '@partitura/engine';
import type { StoredSaga } from '../ports/saga-store';

/** The state of a row that is no tombstone. Parts that were finished together have left their text as it was. */
export function stateOf(row: Pick<StoredSaga, 'status' | 'state' | 'startedAt' | 'endedAt'>): SagaState {
  const state = JSON.parse(row.state) as SagaState;
  if (row.status !== 'completed' || isFinal(state.status)) return state;
  return completePart(state, row.endedAt ?? row.startedAt);
}
