import type { SagaStatus } from '@partitura/engine';

/**
 * Where sagas, and all that commits with them, are kept. Adapters pass `storeContract` (libs/testing). `Transaction` is the
 * adapter's own handle of a transaction that somebody else has opened and will commit.
 */
export interface SagaStore<Transaction = unknown> {
  /** A block number that no other caller gets, from 1 (see `Numbers`). */
  reserveBlock(): Promise<number>;
  /** The same for ids of batches (see `BatchIds`), counted apart. */
  reserveBatchBlock(): Promise<number>;
  /** The rows of the sagas that exist, in any order. */
  load(sagaIds: readonly string[]): Promise<StoredSaga[]>;
  loadByNumber(number: number): Promise<StoredSaga | undefined>;
  /**
   * Writes all of it or nothing (P2). Throws `VersionConflictError` when a saga, a subscription's message or a start
   * timer is not as the commit expects it. Resolves with the sagas whose parts it has finished.
   */
  commit(commit: Commit, transaction?: Transaction): Promise<readonly string[]>;

  /** Sagas with a timer due at `now`; nobody gets them again before `leaseUntil`, unless a commit says otherwise (epoch ms). */
  claimDue(now: number, leaseUntil: number, limit: number): Promise<string[]>;
  /** When the next timer of any saga or start event is due (epoch ms). */
  earliestDue(): Promise<number | undefined>;
  dueStartTimers(now: number, limit: number): Promise<StartTimerRow[]>;

  /**
   * Messages and signals that somebody waits for who has not had them yet, oldest first; of these names and keys, or of
   * any. A message comes with the oldest subscription of each process, a signal with every one. Nobody appears twice.
   */
  match(of: readonly MessageAddress[] | 'any', now: number, limit: number): Promise<MessageMatch[]>;
  /** Messages and signals of these names (and keys, unless any) that a process has not had which they could begin, oldest first. */
  startable(
    of: readonly MessageAddress[] | 'any',
    starts: readonly StartSubscription[],
    now: number,
    limit: number,
  ): Promise<StartMatch[]>;
  /** Open subscriptions of a name and key, oldest first. */
  subscribers(kind: SubscriptionRow['kind'], address: MessageAddress): Promise<SubscriptionRow[]>;
  /** What of these claims a commit could not be granted now, because somebody else was first. */
  lost(claims: Claims, now: number): Promise<Claims>;
  /** Gives out free jobs of a type until `until`, oldest first; nobody else gets them before (epoch ms). */
  claimJobs(type: string, now: number, until: number, limit: number): Promise<JobRow[]>;
  /** Moves the end of the time for which a job was given out; false when it is not there. */
  keepJob(job: Pick<JobRow, 'sagaId' | 'job'>, until: number): Promise<boolean>;
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

  /** Keeps what other hosts have told of their parts, unless something newer is known. */
  keepRemoteParts(parts: readonly RemotePart[]): Promise<void>;
  remoteParts(sagaIds: readonly string[]): Promise<RemotePart[]>;
  remotePartByNumber(number: number): Promise<RemotePart | undefined>;
  /** Keeps the answer to a request of another process of this host, until that fetches it. */
  keepAnswer(requestId: string, answer: string): Promise<void>;
  takeAnswers(requestIds: readonly string[]): Promise<KeptAnswer[]>;

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
  /** JSON text of the `SagaState`, or of a `Tombstone`; `stateOf` reads it. */
  readonly state: string;
  /** At or before the earliest timer (epoch ms): a saga may be woken for nothing, never late. */
  readonly nextDue?: number;
  /** W3C traceparent of the request that began the saga. */
  readonly trace?: string;
  /** What it holds until it ends. */
  readonly startLock?: StartLock;
  readonly startedAt: number;
  readonly endedAt?: number;
}

export interface Tombstone {
  readonly undo?: { readonly code: string; readonly message?: string };
  readonly cancel?: true;
}

export interface SagaWrite extends StoredSaga {
  /** Number of unresolved incidents. */
  readonly incidents: number;
  readonly updatedAt: number;
}

/** A saga that is complete on every host, where another host has found that out. */
export interface FinishedPart {
  readonly sagaId: string;
  readonly endedAt: number;
}

export interface Commit {
  readonly sagas: readonly SagaWrite[];
  /**
   * None of `sagas`. What is active gets the status `completed` and leaves its text as it was: nothing of it must be read. Who is
   * final or unknown stays as it is. A part that has stopped, or that holds a start lock, has more to do: it is a conflict.
   */
  readonly finished: readonly FinishedPart[];
  readonly outbox: readonly OutboxRow[];
  /** Batches whose outbox rows are on the bus. */
  readonly published: readonly number[];
  readonly subscriptionsOpened: readonly SubscriptionRow[];
  readonly subscriptionsClosed: readonly SubscriptionRow[];
  /**
   * Messages and signals from outside. One whose `messageId` was seen before (P1) is left out; one whose `uniqueId` is
   * still buffered is a conflict.
   */
  readonly messagesBuffered: readonly OuterMessage[];
  /** Who has received which message by this commit; each must still be there, and nobody receives it twice. */
  readonly messagesTaken: readonly TakenMessage[];
  readonly startLocksTaken: readonly StartLock[];
  readonly startLocksReleased: readonly StartLock[];
  /** Jobs that clients may ask for; one that is there already is free again. */
  readonly jobsOpened: readonly JobRow[];
  readonly jobsClosed: readonly Pick<JobRow, 'sagaId' | 'job'>[];
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

/** Messages and signals are kept and matched alike; the key of a signal is empty. */
export type OuterKind = 'message' | 'signal';

/** What a saga waits for from outside. */
export interface SubscriptionRow extends MessageAddress {
  readonly kind: OuterKind;
  readonly sagaId: string;
  /** Id of the process that waits: a message reaches each process once. */
  readonly process: string;
  /** Local id inside the saga. */
  readonly subscription: number;
}

export interface OuterMessage extends MessageAddress {
  readonly kind: OuterKind;
  /** Unique per publisher: `<source> <event id>`. */
  readonly messageId: string;
  /** The publisher's own id: there is no second message of it while the first one is buffered. */
  readonly uniqueId?: string;
  /** JSON text of the variables. */
  readonly variables: string;
  /** Epoch ms. */
  readonly arrivedAt: number;
  /** Epoch ms. */
  readonly expiresAt: number;
  /** It reaches subscriptions that were open when it arrived, and none that is opened later. */
  readonly transient?: true;
  /** Messages: the saga that it begins, if it begins one. Signals: the saga that has thrown it and has been served. */
  readonly sagaId?: string;
  readonly trace?: string;
}

/** A message stays until its time-to-live ends, and is received once by each receiver. */
export interface TakenMessage {
  readonly message: Pick<OuterMessage, 'name' | 'key' | 'messageId'>;
  /** A process id; `<saga id> <subscription>` for a signal that a saga waits for. */
  readonly receiver: string;
}

export interface MessageMatch {
  readonly message: OuterMessage;
  readonly receiver: string;
  readonly sagaId: string;
  readonly subscription: number;
}

/** A name that a start event of a process listens to. */
export interface StartSubscription {
  readonly kind: OuterKind;
  readonly name: string;
  readonly process: string;
  /** Epoch ms: what arrived before it was deployed begins nothing. */
  readonly since: number;
  /** Epoch ms: what arrives then, or later, begins sagas on another host. */
  readonly until?: number;
}

export interface StartMatch {
  readonly message: OuterMessage;
  readonly process: string;
}

/** While a saga that a message of this key has begun with this process has not ended, no other message of the key begins one. */
export interface StartLock {
  readonly process: string;
  readonly key: string;
}

/** What commits of several writers may contend for. */
export interface Claims {
  readonly taken: readonly TakenMessage[];
  /** Messages with a `uniqueId`. */
  readonly unique: readonly OuterMessage[];
  readonly locks: readonly StartLock[];
  readonly timers: readonly StartTimerRow[];
}

/** The part of a saga that another host runs, as that has told it. */
export interface RemotePart {
  readonly sagaId: string;
  readonly host: string;
  /** Grows with every change there. */
  readonly version: number;
  readonly number: number;
  readonly score: string;
  /** JSON text of a `PartSummary`. */
  readonly part: string;
  /** Number of unresolved incidents. */
  readonly incidents: number;
}

export interface KeptAnswer {
  readonly requestId: string;
  readonly answer: string;
}

/** A job of a process without a pool: no service gets it from the bus, clients ask for it. */
export interface JobRow {
  readonly sagaId: string;
  /** Local id inside the saga. */
  readonly job: number;
  readonly type: string;
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
  /** ISO 8601 duration between firings, or a cron expression (UTC); empty when this is the only one. */
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
