import type { SagaSnapshot } from '@partitura/runtime';
import { linkToSaga } from '@partitura/telemetry';

/** A later request about a saga stays a trace of its own and points at the saga's. */
export function linkToSagaOf(saga: Pick<SagaSnapshot, 'trace'>): void {
  linkToSaga(saga.trace);
}
