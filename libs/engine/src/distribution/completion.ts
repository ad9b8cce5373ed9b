import type { SagaEvent } from '../events';
import { evolve } from '../evolve';
import type { SagaState } from '../state';

/** How a part ends when its saga is complete on every host. */
export const completion = ({ instances }: SagaState, at: number): SagaEvent[] => [
  ...Object.values(instances)
    .filter(({ state }) => state === 'active')
    .map(({ id }) => ({ type: 'InstanceEnded', id, state: 'completed', at }) as const),
  { type: 'SagaEnded', status: 'completed', told: true, at },
];

/** What `finishPart` makes of a part when its saga is complete, for hosts that have noted no more than that; in place. */
export function completePart(state: SagaState, at: number): SagaState {
  for (const event of completion(state, at)) evolve(state, event);
  return state;
}
