/**
 * The bus: topics of partitions, records ordered per key, consumer groups. Two adapters (Kafka, the embedded log
 * in Postgres) pass one contract suite (`busContract` in libs/testing).
 */
export interface Bus {
  /** Creates what is missing, with the default number of partitions (4); waits until each can be used. */
  ensureTopics(topics: readonly string[]): Promise<void>;
  /**
   * Resolves when every message is durable. Messages of one key keep the order of calls: each producer has one awaited
   * batch under way and gathers meanwhile. Rejects with a retryable `BusUnavailableError` after `sendTimeoutMs`.
   */
  publish(messages: readonly BusMessage[]): Promise<void>;
  /** Joins a consumer group; resolves when the first assignment is there (or at once when the broker is away: it joins later). */
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** Live members of a group: 0 means that nobody works on its topics. */
  groupMembers(group: string): Promise<number>;
  health(): BusHealth;
  /** Finishes what is under way, leaves the groups, closes connections. */
  close(): Promise<void>;
}

export interface BusMessage {
  readonly topic: string;
  /** Orders and partitions; the saga id. */
  readonly key: string;
  /** JSON text. */
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface BusRecord extends BusMessage {
  readonly partition: number;
  readonly offset: string;
  /** Epoch ms. */
  readonly timestamp: number;
}

export interface SubscribeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** Records at most that one call of `handle` gets. */
  readonly maxBatch?: number;
  /**
   * Gets what is there, in order per partition, records of several partitions and topics together. Offsets are committed
   * after it resolves (at least once); when it rejects, the same records come again after a pause. Never called twice at once.
   * While it runs nothing more is fetched beyond a small buffer: a slow consumer pauses its partitions.
   */
  readonly handle: (records: readonly BusRecord[]) => Promise<void>;
}

export interface Subscription {
  pause(): void;
  resume(): void;
  /** Waits for the batch in hand, commits its offsets, leaves the group. */
  close(): Promise<void>;
}

export interface BusHealth {
  readonly up: boolean;
  /** What is wrong and what to do, when it is not up. */
  readonly reason?: string;
}

/** The bus cannot be reached now; nothing is lost, try again. */
export class BusUnavailableError extends Error {
  readonly code = 'BUS_UNAVAILABLE';
  readonly retryable = true;
}

/** Suffix of the topic to which poison messages of a topic go, with the reason in the header `partitura_reason`. */
export const DEAD_LETTER_SUFFIX = '.dlq';

export const deadLetter = (record: BusMessage, reason: string): BusMessage => ({
  ...record,
  topic: record.topic + DEAD_LETTER_SUFFIX,
  headers: { ...record.headers, partitura_reason: reason, partitura_topic: record.topic },
});
