import { type Money } from '@partitura/contracts';

/**
 * What a payment provider does for us. Every call may be repeated: the same `idempotencyKey`, or the same
 * `reference`, has one effect and one answer.
 *
 * Throws `GatewayUnavailableError` when there is no answer; the caller tries again with the same key.
 */
export abstract class PaymentGateway {
  /** Holds an amount on the customer's card. */
  abstract authorize(request: AuthorizationRequest): Promise<Authorization>;
  /** Takes the whole amount that is held. */
  abstract capture(reference: string): Promise<void>;
  /** Gives everything back: lets go of what is held, returns what was taken. */
  abstract giveBack(reference: string): Promise<void>;
}

export interface AuthorizationRequest {
  readonly idempotencyKey: string;
  readonly amount: Money;
  /** Stands for the customer's card. */
  readonly token: string;
  /** Ends the wait for an answer; whether the provider has done the work is then unknown. */
  readonly signal: AbortSignal;
}

export type Authorization =
  | { readonly approved: true; readonly reference: string }
  /** `why` is the provider's word, for people. */
  | { readonly approved: false; readonly reference: string; readonly why: string };

/** The provider did not answer, or could not; nothing is known about the effect. */
export class GatewayUnavailableError extends Error {
  readonly code = 'GATEWAY_UNAVAILABLE';
  readonly retryable = true;
}
