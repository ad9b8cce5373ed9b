import type { z } from 'zod';

/** Data that break their contract; the message names every field at fault. */
export class ContractError extends Error {
  readonly code = 'CONTRACT_BROKEN';
  /** The same data break it again. */
  readonly retryable = false;

  constructor(
    subject: string,
    readonly issues: readonly z.core.$ZodIssue[],
  ) {
    const faults = issues.map(({ path, message }) => `${path.join('.') || '(all of it)'}: ${message}`);
    super(
      `${subject} breaks its contract: ${faults.join('; ')}. Compare the data with the schemas of libs/contracts.`,
    );
    this.name = 'ContractError';
  }
}
