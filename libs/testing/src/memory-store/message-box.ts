import type {
  MessageAddress,
  MessageMatch,
  OuterMessage,
  StartMatch,
  StartSubscription,
  SubscriptionRow,
  TakenMessage,
} from '@partitura/runtime';

export interface OpenSubscription {
  readonly row: SubscriptionRow;
  /** The commit that opened it, counted. */
  readonly opened: number;
}

/** Messages and signals from outside that are buffered, and who has had them. */
export class MessageBox {
  private readonly messages = new Map<string, OuterMessage>();
  /** When transient messages came, in the order of commits. */
  private readonly arrivals = new Map<string, number>();
  private readonly had = new Map<string, Set<string>>();
  private readonly seen = new Set<string>();

  /** `moment` counts commits. */
  add(message: OuterMessage, moment: number): void {
    // P1: a message whose id was seen before was taken in before.
    if (this.seen.has(message.messageId)) return;
    this.seen.add(message.messageId);
    this.messages.set(keyOf(message), message);
    if (message.transient) this.arrivals.set(keyOf(message), moment);
  }

  canTake({ message, receiver }: TakenMessage, now: number): boolean {
    const buffered = this.messages.get(keyOf(message));
    return buffered !== undefined && isAlive(buffered, now) && !this.had.get(keyOf(message))?.has(receiver);
  }

  take({ message, receiver }: TakenMessage): void {
    const receivers = this.had.get(keyOf(message)) ?? new Set();
    receivers.add(receiver);
    this.had.set(keyOf(message), receivers);
  }

  /** Whether a message with the publisher's id of this one is buffered. */
  hasUnique({ name, key, uniqueId }: OuterMessage, now: number): boolean {
    return (
      uniqueId !== undefined &&
      this.all(now).some(
        (other) =>
          other.uniqueId === uniqueId && other.name === name && other.key === key && !other.transient,
      )
    );
  }

  match(
    subscriptions: readonly OpenSubscription[],
    of: readonly MessageAddress[] | 'any',
    now: number,
  ): MessageMatch[] {
    const matches: MessageMatch[] = [];
    const busy = new Set<string>();
    for (const message of this.all(now)) {
      if (!isAsked(message, of)) continue;
      const reached = new Set<string>();
      for (const { row, opened } of subscriptions) {
        if (row.kind !== message.kind || row.name !== message.name || row.key !== message.key) continue;
        if (opened > (this.arrivals.get(keyOf(message)) ?? Infinity)) continue;
        const subscription = `${row.sagaId} ${row.subscription}`;
        const receiver = row.kind === 'signal' ? subscription : row.process;
        const had = reached.has(receiver) || this.had.get(keyOf(message))?.has(receiver);
        // A signal does not reach the saga that has thrown it: that has been served.
        if (had || busy.has(subscription) || (row.kind === 'signal' && row.sagaId === message.sagaId))
          continue;
        reached.add(receiver);
        busy.add(subscription);
        matches.push({ message, receiver, sagaId: row.sagaId, subscription: row.subscription });
      }
    }
    return matches;
  }

  startable(
    of: readonly MessageAddress[] | 'any',
    starts: readonly StartSubscription[],
    now: number,
  ): StartMatch[] {
    return this.all(now).flatMap((message) =>
      isAsked(message, of)
        ? starts
            .filter(({ kind, name }) => kind === message.kind && name === message.name)
            .filter(({ since, until = Infinity }) => since <= message.arrivedAt && message.arrivedAt < until)
            .filter(({ process }) => !this.had.get(keyOf(message))?.has(process))
            .map(({ process }) => ({ message, process }))
        : [],
    );
  }

  expire(now: number): void {
    for (const [key, message] of this.messages)
      if (!isAlive(message, now)) {
        this.messages.delete(key);
        this.had.delete(key);
        this.arrivals.delete(key);
      }
  }

  get nextExpiry(): number | undefined {
    const times = [...this.messages.values()].map(({ expiresAt }) => expiresAt);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  private all(now: number): OuterMessage[] {
    return [...this.messages.values()].filter((message) => isAlive(message, now));
  }
}

const keyOf = ({ name, key, messageId }: TakenMessage['message']): string =>
  JSON.stringify([name, key, messageId]);

const isAlive = ({ expiresAt }: OuterMessage, now: number): boolean => expiresAt > now;

const isAsked = ({ name, key }: OuterMessage, of: readonly MessageAddress[] | 'any'): boolean =>
  of === 'any' || of.some((address) => address.name === name && address.key === key);
