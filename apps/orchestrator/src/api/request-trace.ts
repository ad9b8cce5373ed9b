import { trace } from '@opentelemetry/api';
import type { SagaSnapshot } from '@partitura/runtime';
import { attributes, linkToSaga } from '@partitura/telemetry';

/** The request that began a saga is the root of its trace. */
export function beginSagaTrace(sagaId: string): void {
  trace.getActiveSpan()?.setAttribute(attributes.sagaId, sagaId);
}

/** A later request about a saga stays a trace of its own and points at the saga's. */
export function linkToSagaOf(saga: Pick<SagaSnapshot, 'trace'>): void {
  linkToSaga(saga.trace);
}
