import type { Duration, Json } from '@partitura/feel';

export type Variables = Record<string, Json>;

/**
 * The part of one saga that one host runs: plain data, stored as one row, changed by `evolve` alone.
 * Local ids are small numbers counted up by `lastId`; a public key is `number * 2^22 + local id` (keys.ts).
 */
export interface SagaState {
  readonly id: string;
  /** Number of the saga in its database: the upper part of every public key. */
  readonly number: number;
  /** Key of the deployed score version that this saga keeps until its end. */
  readonly score: string;
  status: SagaStatus;
  /** Why it was undone: an error code or the reason that a caller gave. */
  reason?: Reason;
  /** A compensation handler was skipped: the saga is listed as failed. */
  handlerSkipped?: boolean;
  lastId: number;
  /** Process instances in the order of their start, by local id. */
  instances: Record<number, InstanceState>;
  /** Running element instances of all process instances, by local id. */
  elements: Record<number, ElementInstance>;
  jobs: Record<number, Job>;
  timers: Record<number, Timer>;
  subscriptions: Record<number, Subscription>;
  incidents: Record<number, Incident>;
  /** Inner messages whose receiver is not there yet, oldest first. */
  buffered: BufferedMessage[];
  /** Completed compensable activities in order of completion. */
  compensable: CompletedActivity[];
  /** Compensations under way: local id of the throwing element instance (0: the whole saga). */
  compensations: Record<number, Compensation>;
  /** Withdrawn jobs whose service has not acknowledged yet, by job id. */
  withdrawals: Record<number, Withdrawal>;
}

export type SagaStatus = 'active' | 'compensating' | FinalStatus;

export type FinalStatus = 'completed' | 'compensated' | 'cancelled';

export interface Reason {
  readonly code: string;
  readonly message?: string;
}

export interface InstanceState {
  readonly id: number;
  readonly process: string;
  state: 'active' | 'completed' | 'canceled' | 'compensated';
  /** The error that ended this fragment; it is active until the saga is undone. */
  failed?: Reason;
  /** Number of element instances, and tokens at joins, that are not finished: 0 ends the instance. */
  tokens: number;
  variables: Variables;
  joins?: Joins;
  startedAt: number;
  endedAt?: number;
}

/** Tokens that wait at joins, by gateway id, then by sequence flow id. */
export type Joins = Record<string, Record<string, number>>;

export interface ElementInstance {
  readonly id: number;
  readonly instance: number;
  readonly element: string;
  /** Local id of the sub-process instance around it; 0 directly below the process. */
  readonly scope: number;
  /** Local variables: results of input mappings, and what belongs to a sub-process. */
  variables?: Variables;
  /** Sub-processes: tokens inside. */
  tokens?: number;
  joins?: Joins;
  /** What it waits for, by local id: kept here so that a step costs the same however much waits elsewhere. */
  job?: number;
  timers?: number[];
  subscriptions?: number[];
  incidents?: number[];
  /** Handlers: the entry of `compensable` that this one undoes (its `id`). */
  readonly undoes?: number;
}

export interface Job {
  readonly id: number;
  readonly element: number;
  readonly kind: 'service' | 'user';
  readonly type: string;
  /** Counted from 1; each attempt is a command of its own. */
  attempt: number;
  retries: number;
  /** Backoff between attempts in ms. */
  readonly backoffMs: number;
  /** waiting: a worker has it; backoff: a timer will ask again; incident: a person must look. */
  state: 'waiting' | 'backoff' | 'incident';
  /** Epoch ms after which the task's timeout fires. */
  readonly deadline?: number;
  /** W3C traceparent of the step in which the latest attempt was asked for (P10). */
  trace?: string;
}

export interface Timer {
  readonly id: number;
  /** Element instance that waits (or on which a boundary event stands). */
  readonly element: number;
  /** The timer or boundary event's id; for retries and timeouts the task's. */
  readonly target: string;
  readonly purpose: 'catch' | 'boundary' | 'timeout' | 'retry';
  /** Epoch ms. */
  readonly due: number;
  /** Cycles: firings left after this one (-1: without end) and the time between them. */
  readonly repeat?: { readonly left: number; readonly every: Duration };
  /** W3C traceparent of the step in which it was started (P10). */
  readonly trace?: string;
}

export interface Subscription {
  readonly id: number;
  readonly element: number;
  /** The catching node's id (the waiting element, a boundary event on it, or a branch of an event-based gateway). */
  readonly target: string;
  readonly message: string;
  /** Correlation key; undefined: only messages of this saga that follow a message flow. */
  readonly key?: string;
}

export interface BufferedMessage {
  readonly id: number;
  readonly name: string;
  readonly process: string;
  readonly target: string;
  readonly variables: Variables;
}

export type IncidentType =
  | 'JOB_NO_RETRIES'
  | 'UNHANDLED_ERROR'
  | 'EXPRESSION'
  | 'IO_MAPPING'
  | 'CONDITION'
  | 'COMPENSATION'
  | 'MESSAGE_SIZE';

export interface Incident {
  readonly id: number;
  readonly type: IncidentType;
  readonly instance: number;
  /** Element instance at which it happened; undefined for a late undo after the end. */
  readonly element?: number;
  readonly elementId: string;
  readonly job?: number;
  /** Where resolving it goes on: do the element's work again, leave it again, ask the worker or the service again. */
  readonly retry: 'enter' | 'leave' | 'job' | 'withdrawal';
  readonly message: string;
  readonly createdAt: number;
}

/** A completed activity that has a handler, and what the handler will see. */
export interface CompletedActivity {
  readonly id: number;
  readonly instance: number;
  /** The element instance that completed. */
  readonly elementInstance: number;
  readonly element: string;
  /** The sub-process instances in which it completed, innermost first. */
  readonly scopes: readonly ScopeRef[];
  /** Local variables of the activity and of completed sub-processes around it. */
  locals?: Variables;
  /** Element instance of the handler that is undoing it now. */
  handler?: number;
  /** Trace context of its completion: a compensation span links to what it undoes. */
  readonly trace?: string;
}

export interface ScopeRef {
  readonly id: number;
  readonly element: string;
}

export interface Compensation {
  /** Entries of `compensable` still to undo, next one last. */
  queue: number[];
  /** Element instances of handlers that run: one, or those that a saga's undo found at work. */
  running: number[];
}

/** A job taken back, with what the service needs to undo work that it may have committed. */
export interface Withdrawal {
  readonly job: number;
  readonly attempt: number;
  readonly jobType: string;
  readonly elementId: string;
  readonly element: number;
  readonly instance: number;
  readonly participant?: string;
  /** Absent after a plain cancel, which undoes nothing, and for activities without a handler. */
  readonly handler?: {
    readonly jobType: string;
    readonly elementId: string;
    readonly variables: Variables;
    readonly headers: Readonly<Record<string, string>>;
    readonly retries: number;
    readonly backoffMs: number;
    readonly reason?: Reason;
  };
  readonly trace?: string;
}
