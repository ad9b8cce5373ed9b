import type { SagaStatus } from '@partitura/engine';

/**
 * Where sagas, and all that commits with them, are kept. Adapters pass `storeContract` (libs/testing). `Transaction` is the
 * adapter's own handle of a transaction that somebody else has opened and will commit.
 */
export interface SagaStore<Transaction = unknown> {
  /** A block number that no other caller gets, from 1 (see `Numbers`). */
  reserveBlock(): Promise<number>;
  /** The rows of the sagas that exist, in any order. */
  load(sagaIds: readonly string[]): Promise<StoredSaga[]>;
  loadByNumber(number: number): Promise<StoredSaga | undefined>;
  /**
   * Writes all of it or nothing (P2). Throws `VersionConflictError` when a saga, a subscription's message or a start
   * timer is not as the commit expects it.
   */
  commit(commit: Commit, transaction?: Transaction): Promise<void>;

  /** Sagas with a timer due at `now`; nobody gets them again before `leaseUntil`, unless a commit says otherwise (epoch ms). */
  claimDue(now: number, leaseUntil: number, limit: number): Promise<string[]>;
  /** When the next timer of any saga or start event is due (epoch ms). */
  earliestDue(): Promise<number | undefined>;
  dueStartTimers(now: number, limit: number): Promise<StartTimerRow[]>;

  /** Messages whose subscription is open, each with one subscription; of these names and keys, or of any. */
  match(of: readonly MessageAddress[] | 'any', limit: number): Promise<MessageMatch[]>;
  /** Deletes what has outlived its time-to-live. */
  expire(now: number, limit: number): Promise<void>;

  /** Outbox rows of these batches in commit order. */
  unpublished(batches: readonly number[]): Promise<OutboxRow[]>;
  /**
   * Hands rows older than `olderThanMs` to `publish` in commit order and deletes them afterwards; returns how many. One
   * sweep at a time over all callers; who comes second gets 0.
   */
  sweepOutbox(
    olderThanMs: number,
    limit: number,
    publish: (rows: readonly OutboxRow[]) => Promise<void>,
  ): Promise<number>;

  counts(): Promise<StoreCounts>;
  /** Sagas that have not ended, oldest first. */
  listActive(limit: number): Promise<StoredSaga[]>;
}

/** A request to undo or cancel a saga that came before its start leaves a row of status `tombstone` (P6). */
export type StoredStatus = SagaStatus | 'tombstone';

export interface StoredSaga {
  readonly sagaId: string;
  readonly shard: number;
  readonly number: number;
  /** Counted from 1; a commit writes the successor of what it has read. */
  readonly version: number;
  /** Key of the score version; empty for a tombstone. */
  readonly score: string;
  readonly status: StoredStatus;
  /** JSON text of the `SagaState`, or of a `Tombstone`. */
  readonly state: string;
  /** At or before the earliest timer (epoch ms): a saga may be woken for nothing, never late. */
  readonly nextDue?: number;
  /** W3C traceparent of the request that began the saga. */
  readonly trace?: string;
  readonly startedAt: number;
}

export interface Tombstone {
  readonly undo?: { readonly code: string; readonly message?: string };
  readonly cancel?: true;
}

export interface SagaWrite extends StoredSaga {
  /** Number of unresolved incidents. */
  readonly incidents: number;
  readonly updatedAt: number;
  readonly endedAt?: number;
}

export interface Commit {
  readonly sagas: readonly SagaWrite[];
  readonly outbox: readonly OutboxRow[];
  /** Batches whose outbox rows are on the bus. */
  readonly published: readonly number[];
  readonly subscriptionsOpened: readonly SubscriptionRow[];
  readonly subscriptionsClosed: readonly SubscriptionRow[];
  /** Messages from outside; one whose id was seen before (P1) is left out. */
  readonly messagesBuffered: readonly OuterMessage[];
  /** Messages that a saga of this commit has received; each must still be there. */
  readonly messagesTaken: readonly OuterMessage[];
  readonly startTimersFired: readonly StartTimerFiring[];
}

export interface OutboxRow {
  /** Of the writing process; its batches are counted up. */
  readonly batch: number;
  readonly seq: number;
  readonly shard: number;
  readonly sagaId: string;
  /** Version of the saga that the message belongs to: orders a saga's messages over all processes (P3). */
  readonly version: number;
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

export interface MessageAddress {
  readonly name: string;
  readonly key: string;
}

export interface SubscriptionRow extends MessageAddress {
  readonly sagaId: string;
  /** Local id inside the saga. */
  readonly subscription: number;
}

export interface OuterMessage extends MessageAddress {
  /** Unique per publisher: `<source> <event id>`. */
  readonly messageId: string;
  /** JSON text of the variables. */
  readonly variables: string;
  /** Epoch ms. */
  readonly expiresAt: number;
  readonly trace?: string;
}

export interface MessageMatch {
  readonly message: OuterMessage;
  readonly sagaId: string;
  readonly subscription: number;
}

/** The next firing of a timer start event. */
export interface StartTimerRow {
  readonly score: string;
  readonly process: string;
  readonly element: string;
  /** Epoch ms. */
  readonly due: number;
  /** Firings left after this one; -1: without end. */
  readonly left: number;
  /** ISO 8601 duration between firings; empty when this is the only one. */
  readonly every: string;
}

export interface StartTimerFiring {
  readonly fired: StartTimerRow;
  /** Undefined when it was the last one. */
  readonly nextDue?: number;
}

export interface StoreCounts {
  readonly active: number;
  readonly incidents: number;
  readonly outboxRows: number;
  readonly outboxOldestAgeMs: number;
}

/** Somebody else has changed what this commit is based on: read again and decide again. */
export class VersionConflictError extends Error {
  readonly code = 'VERSION_CONFLICT';
  readonly retryable = true;
}

/** The store cannot be reached now; whether the last commit took effect is not known. */
export class StoreUnavailableError extends Error {
  readonly code = 'STORE_UNAVAILABLE';
  readonly retryable = true;
}
