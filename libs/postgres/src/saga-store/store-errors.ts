import { StoreUnavailableError } from '@partitura/runtime';
import { DatabaseError } from 'pg';

/** Connection lost or refused, server shutting down or out of resources, deadlock, serialization failure. */
const transient = /^(08|53|57P0|40)/;

/** Turns what `pg` throws into the port's errors: what may pass by itself is `StoreUnavailableError`. */
export function storeError(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  const passing = cause instanceof DatabaseError ? transient.test(cause.code ?? '') : !isKnown(cause);
  if (!passing) return cause;
  return new StoreUnavailableError(
    `Postgres does not answer (${cause.message || cause.name}). It is tried again; check that the server of DATABASE_URL runs.`,
    { cause },
  );
}

/** Errors of our own and programming errors; everything else that is no answer of the server is the connection's. */
function isKnown(error: Error): boolean {
  return error instanceof TypeError || error instanceof RangeError || 'retryable' in error;
}
