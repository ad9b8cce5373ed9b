import type { ElementInstance, InstanceState, SagaState } from './state';

export function instanceOf(state: SagaState, id: number): InstanceState {
  return found(state.instances[id], 'process instance', id, state);
}

export function elementOf(state: SagaState, id: number): ElementInstance {
  return found(state.elements[id], 'element instance', id, state);
}

export const jobOf = (state: SagaState, id: number) => found(state.jobs[id], 'job', id, state);

export const subscriptionOf = (state: SagaState, id: number) =>
  found(state.subscriptions[id], 'subscription', id, state);

export const compensationOf = (state: SagaState, by: number) =>
  found(state.compensations[by], 'compensation', by, state);

function found<T>(value: T | undefined, what: string, id: number, state: SagaState): T {
  if (value === undefined)
    throw new Error(`Saga ${state.id} has no ${what} ${id}: its journal is out of order.`);
  return value;
}
