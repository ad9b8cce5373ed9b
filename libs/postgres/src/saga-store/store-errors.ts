import { StoreUnavailableError } from '@partitura/runtime';

/** Connection lost or refused, server shutting down or out of resources, deadlock, serialization failure. */
const passingStates = /^(08|53|57P0|40)/;
const sqlState = /^[0-9A-Z]{5}$/;

/** Turns what `pg` throws into the port's errors: what may pass by itself is `StoreUnavailableError`. */
export function storeError(cause: unknown): unknown {
  if (typeof cause !== 'object' || cause === null || !mayPass(cause)) return cause;
  const { message, name } = cause as Error;
  return new StoreUnavailableError(
    `Postgres does not answer (${message || name}). It is tried again; check that the server of DATABASE_URL runs.`,
    { cause },
  );
}

/**
 * An answer of the server has an SQLSTATE, which tells. Everything else is the connection's, except our own errors and
 * programming errors.
 */
function mayPass(cause: { readonly code?: unknown; readonly retryable?: unknown }): boolean {
  if (typeof cause.code === 'string' && sqlState.test(cause.code)) return passingStates.test(cause.code);
  return cause.retryable === undefined && !(cause instanceof TypeError) && !(cause instanceof RangeError);
}
