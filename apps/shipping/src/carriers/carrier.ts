import { type Address } from '@partitura/contracts';

/**
 * A company that carries parcels. Calls may be repeated: the same key, or the same tracking id, has one effect and
 * one answer.
 */
export interface Carrier {
  readonly name: string;
  serves(address: Address): boolean;
  /** Hands over a parcel; `signal` ends the wait for the answer. */
  ship(parcel: Parcel): Promise<{ readonly trackingId: string }>;
  /** Has a parcel brought back. */
  recall(trackingId: string): Promise<void>;
}

export interface Parcel {
  readonly idempotencyKey: string;
  readonly address: Address;
  readonly signal: AbortSignal;
}
