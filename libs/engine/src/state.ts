import type { TaskListenerEvent } from '@partitura/bpmn';
import type { Duration, Json } from '@partitura/feel';
import type { Coordination, Part } from './distribution/part';
import type { Compensation, CompletedActivity, Withdrawal } from './compensation-state';
import type { CancelingListener, Job, UserTaskState } from './job-state';
import type { SagaStatus } from './saga-status';

export type * from './compensation-state';
export type * from './job-state';
export * from './saga-status';

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
  /** Completed compensable activities by id, which is also the order of completion. */
  compensable: Record<number, CompletedActivity>;
  /** Compensations under way: local id of the throwing element instance (0: the whole saga). */
  compensations: Record<number, Compensation>;
  /** Withdrawn jobs whose service has not acknowledged yet, by job id. */
  withdrawals: Record<number, Withdrawal>;
  /** How many of the subscriptions are conditions. */
  conditions?: number;
  /** How many of the jobs the host does itself. */
  localJobs?: number;
  /** How many jobs each element has asked for, by its id. */
  occurrences?: Record<string, number>;
  /** Sagas that run on several hosts. */
  part?: Part;
  /** The coordinator of a saga that is undone or cancelled on several hosts. */
  coordination?: Coordination;
}

export interface Reason {
  readonly code: string;
  readonly message?: string;
}

export interface InstanceState extends ScopeState {
  readonly id: number;
  process: string;
  /** Key of the score version that its process belongs to, where that is not the saga's: called, or migrated. */
  score?: string;
  /** Called processes: element instance of the call activity. */
  readonly parent?: number;
  /** Called processes: process instance of the call activity, which is known also when that has ended. */
  readonly caller?: number;
  state: 'active' | 'completed' | 'canceled' | 'compensated';
  /** The error that ended this fragment; it is active until the saga is undone. */
  failed?: Reason;
  /** Number of element instances, and tokens at joins, that are not finished: 0 ends the instance. */
  tokens: number;
  /** Listeners of cancelled user tasks that are not done: it does not complete before they are. */
  canceling?: number;
  variables: Variables;
  startedAt: number;
  endedAt?: number;
}

/** Tokens that wait at joins, by gateway id, then by sequence flow id. */
export type Joins = Record<string, Record<string, number>>;

/** What an element instance, or (for its event sub-processes) a process instance, listens to, by local id. */
export interface Listening {
  timers?: number[];
  subscriptions?: number[];
  /** Ids of the trigger nodes, of events that wait for all of theirs, that have happened. */
  happened?: string[];
}

/** A process instance or sub-process instance as the place where tokens are. */
export interface ScopeState extends Listening {
  /** Element instances directly inside, by local id. */
  children?: Record<number, true>;
  joins?: Joins;
  /** Complex gateways that have gone on and wait for the rest of their tokens: the flows that have brought theirs. */
  resetting?: Record<string, readonly string[]>;
  /** An interrupting event sub-process has taken the place of everything else: it catches nothing any more. */
  interrupted?: true;
  incidents?: number[];
  /** What it waits for, by local id: kept here so that a step costs the same however much waits elsewhere. */
  job?: number;
  /** The listener whose job it waits for. */
  listener?: ListenerState;
}

export interface ElementInstance extends ScopeState {
  readonly id: number;
  readonly instance: number;
  element: string;
  /** Local id of the sub-process instance around it; 0 directly below the process. */
  readonly scope: number;
  /** Local variables: results of input mappings, and what belongs to a sub-process. */
  variables?: Variables;
  /** Sub-processes: tokens inside. */
  tokens?: number;
  /** Sub-processes: entries of `compensable` for what has completed inside. */
  compensables?: number[];
  /** Call activities: local id of the called process instance. */
  called?: number;
  /** The body around the instances of an activity that runs several times; those stand in its scope. */
  loop?: LoopState;
  /** Instances inside such a body: the loop counter, from 1. */
  readonly loopCounter?: number;
  /** Handlers: the entry of `compensable` that this one undoes (its `id`). */
  readonly undoes?: number;
}

export interface LoopState {
  /** Multi-instance: how many instances there will be; undefined for standard loops. */
  readonly total?: number;
  /** Sequential ones: the items, as the collection was when the body began. Ad-hoc: the activities to begin. */
  readonly items?: readonly Json[];
  /** Instances that have ended. */
  completed: number;
  /** By loop counter - 1. */
  outputs?: Json[];
}

/** One of the listeners of a phase, and with what the element or process instance goes on behind them. */
export interface ListenerState {
  readonly phase: ListenerPhase;
  readonly index: number;
  /** User tasks that complete, and events behind an event-based gateway: what the person or event has brought. */
  readonly results?: Variables;
  /** User tasks that change: how, and the job that waits for the person in the meantime. */
  readonly changes?: UserTaskState;
  readonly userTask?: number;
  /** Process instances that begin: the start event, and what has happened there. */
  readonly start?: ProcessStart;
}

export interface ProcessStart {
  readonly event: string;
  readonly variables: Variables;
}

/** `start`, `end`: execution listeners; the others: task listeners. */
export type ListenerPhase = 'start' | 'end' | TaskListenerEvent;

export interface Timer {
  readonly id: number;
  /**
   * Element instance that waits (or on which a boundary event stands, or in which an event sub-process is); for event
   * sub-processes of the process itself the process instance.
   */
  readonly element: number;
  /** The timer or boundary event's id; for retries and timeouts the task's. */
  target: string;
  readonly purpose: 'catch' | 'boundary' | 'eventSubProcess' | 'timeout' | 'retry';
  /** Epoch ms. */
  readonly due: number;
  /** Cycles: firings left after this one (-1: without end) and the time between them, or a cron expression (UTC). */
  readonly repeat?: { readonly left: number; readonly every: Duration } | { readonly cron: string };
  /** W3C traceparent of the step in which it was started (P10). */
  readonly trace?: string;
}

export interface Subscription {
  readonly id: number;
  /** As for timers: the element instance, or for event sub-processes of the process itself the process instance. */
  readonly element: number;
  /** The catching node's id (the waiting element, a boundary event on it, a branch of an event-based gateway, …). */
  target: string;
  /** A condition is evaluated when variables change that can be seen at `element`. */
  readonly kind: 'message' | 'signal' | 'condition';
  /** Of the message or signal; empty for conditions. */
  readonly name: string;
  /** Correlation key of a message; undefined: only messages of this saga that follow a message flow. */
  readonly key?: string;
  /** Signals that a subscription which stays open has taken: the same one again changes nothing (P1). */
  taken?: string[];
}

export interface BufferedMessage {
  readonly id: number;
  readonly name: string;
  readonly process: string;
  target: string;
  readonly variables: Variables;
}

export type IncidentType =
  | 'JOB_NO_RETRIES'
  | 'UNHANDLED_ERROR'
  | 'EXPRESSION'
  | 'IO_MAPPING'
  | 'CONDITION'
  | 'COMPENSATION'
  | 'CALLED_ELEMENT'
  | 'DECISION'
  | 'MESSAGE_SIZE';

export interface Incident {
  readonly id: number;
  readonly type: IncidentType;
  readonly instance: number;
  /** Element instance at which it happened; undefined for a late undo after the end, and for a process instance's own. */
  readonly element?: number;
  elementId: string;
  readonly job?: number;
  /**
   * Where resolving it goes on: do the element's work again, complete it again (output mappings), leave it again (flows), end
   * the empty scope, ask the worker or the service again, ask the listener, begin the process instance, look at the gateway
   * `elementId` in the scope again, go on waiting for a better message.
   */
  readonly retry:
    | 'enter'
    | 'complete'
    | 'leave'
    | 'finish'
    | 'job'
    | 'listener'
    | 'withdrawal'
    | 'start'
    | 'gateway'
    | 'message';
  /** The subscription that still waits, after a message that breaks its schema. */
  readonly subscription?: number;
  /** A process instance that could not begin: what has begun it. */
  readonly start?: ProcessStart;
  /** A listener of a cancelled user task that could not be asked. */
  readonly canceling?: CancelingListener;
  readonly message: string;
  readonly createdAt: number;
}
