import type { Logger } from '../logger';
import type { MessageAddress, MessageMatch, SagaStore } from '../ports/saga-store';
import { Repeat } from '../repeat';
import type { InputQueue } from './input-queue';

/** What a crash between a commit and its match has left is found this late at most. */
const SWEEP_MS = 5000;
const LIMIT = 500;

export interface MatcherParts {
  readonly store: SagaStore;
  readonly queue: InputQueue;
  readonly logger: Logger;
  readonly clock: () => number;
}

/**
 * Brings messages from outside and subscriptions together. It looks after the commit that has stored either: whichever
 * commits second sees the other, in whatever process, so that neither can miss it.
 */
export class MessageMatcher {
  private readonly repeat: Repeat;
  private asked: MessageAddress[] = [];

  constructor(private readonly parts: MatcherParts) {
    this.repeat = new Repeat('Matching messages', SWEEP_MS, () => this.match(), parts.logger);
  }

  start(): void {
    this.repeat.start();
  }

  stop(): Promise<void> {
    return this.repeat.stop();
  }

  lookFor(addresses: readonly MessageAddress[]): void {
    if (addresses.length === 0) return;
    this.asked.push(...addresses);
    this.repeat.wake();
  }

  private async match(): Promise<number | void> {
    const { store } = this.parts;
    const asked = this.asked;
    this.asked = [];
    const matches = await store.match(asked.length > 0 ? asked : 'any', LIMIT);
    const delivered = await Promise.all(matches.map((match) => this.deliver(match)));
    // What was refused is looked at again later, not at once and for ever.
    return delivered.includes(true) ? 0 : undefined;
  }

  private deliver(match: MessageMatch): Promise<boolean> {
    const { queue, clock } = this.parts;
    return new Promise((resolve) => {
      queue.push([
        {
          sagaId: match.sagaId,
          ask: { kind: 'deliver', match },
          at: clock(),
          origin: { source: 'store', traceparent: match.message.trace, about: true },
          settle: ({ saga, refusal }) => resolve(saga !== undefined && !refusal),
          fail: () => resolve(false),
        },
      ]);
    });
  }
}
