import { createContextKey, type Context } from '@opentelemetry/api';

const sagaKey = createContextKey('partitura.saga');

/** A context in which log lines carry the saga's id. */
export const withSaga = (context: Context, sagaId: string): Context => context.setValue(sagaKey, sagaId);

export const sagaOf = (context: Context): string | undefined =>
  context.getValue(sagaKey) as string | undefined;
