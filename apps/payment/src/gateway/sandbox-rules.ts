/** How the sandbox's gateway treats a payment token. */
export interface SandboxRule {
  /** Why the payment is declined; undefined: it is accepted. */
  readonly declined?: string;
  /** Calls that get no answer before the first one that does. */
  readonly failures?: number;
  /** What the caller waits for its answer; Infinity: there is none. */
  readonly delayMs?: number;
}

const rules: ReadonlyMap<string, SandboxRule> = new Map([
  ['tok_visa', {}],
  ['tok_declined', { declined: 'The card was declined.' }],
  ['tok_flaky', { failures: 2 }],
  ['tok_slow', { delayMs: 5_000 }],
  ['tok_hang', { delayMs: Infinity }],
]);

/** A token that the sandbox never issued is declined, as a real gateway would do. */
export const ruleOf = (token: string): SandboxRule =>
  rules.get(token) ?? { declined: 'The payment token is unknown.' };
