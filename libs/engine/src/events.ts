import type { Json } from '@partitura/feel';
import type { DistributionEvent } from './distribution/events';
import type {
  BufferedMessage,
  CompletedActivity,
  Incident,
  InstanceState,
  Job,
  JobKind,
  ListenerState,
  Reason,
  FinalStatus,
  Subscription,
  Timer,
  UserTaskState,
  Variables,
  Withdrawal,
} from './state';

/** What happened to a saga. `evolve` applies them; replaying them all gives the live state (P4). */
export type SagaEvent =
  | { readonly type: 'SagaStarted'; readonly sagaId: string; readonly number: number; readonly score: string }
  | { readonly type: 'SagaUndoStarted'; readonly reason: Reason }
  | {
      readonly type: 'SagaEnded';
      readonly status: FinalStatus;
      /** Another host has decided and announced it. */
      readonly told?: true;
      readonly at: number;
    }
  | DistributionEvent
  | {
      readonly type: 'InstanceStarted';
      readonly id: number;
      readonly process: string;
      /** Called processes: key of their score version, and the element instance of the call activity. */
      readonly score?: string;
      readonly parent?: number;
      readonly variables: Variables;
      readonly at: number;
    }
  | {
      readonly type: 'InstanceEnded';
      readonly id: number;
      readonly state: InstanceState['state'];
      readonly at: number;
    }
  | { readonly type: 'FragmentFailed'; readonly id: number; readonly reason: Reason }
  | ElementEntered
  | {
      readonly type: 'ElementCompleted';
      readonly id: number;
      readonly elementId: string;
      readonly instance: number;
      readonly at: number;
    }
  | {
      readonly type: 'ElementTerminated';
      readonly id: number;
      readonly elementId: string;
      readonly instance: number;
      readonly at: number;
    }
  | { readonly type: 'FlowTaken'; readonly instance: number; readonly scope: number; readonly flow: string }
  | {
      readonly type: 'TokenArrivedAtJoin';
      readonly instance: number;
      readonly scope: number;
      readonly element: string;
      readonly flow: string;
    }
  | {
      readonly type: 'JoinFired';
      readonly instance: number;
      readonly scope: number;
      readonly element: string;
      readonly flows: readonly string[];
    }
  | { readonly type: 'ScopeCleared'; readonly instance: number; readonly scope: number }
  | { readonly type: 'ScopeInterrupted'; readonly instance: number; readonly scope: number }
  | {
      readonly type: 'ComplexGatewayActivated';
      readonly instance: number;
      readonly scope: number;
      readonly element: string;
      readonly flows: readonly string[];
    }
  | {
      readonly type: 'ComplexGatewayReset';
      readonly instance: number;
      readonly scope: number;
      readonly element: string;
    }
  | {
      readonly type: 'VariablesSet';
      readonly instance: number;
      readonly element: number;
      readonly variables: Variables;
    }
  | { readonly type: 'JobCreated'; readonly job: Job }
  | JobRequested
  | {
      readonly type: 'JobAttemptFailed';
      readonly job: number;
      readonly retries: number;
      readonly state: 'backoff' | 'incident';
      readonly message: string;
    }
  | {
      readonly type: 'JobEnded';
      readonly job: number;
      readonly kind: JobKind;
      readonly outcome: 'completed' | 'error' | 'failed';
    }
  | JobWithdrawn
  | {
      readonly type: 'WithdrawalAcknowledged';
      readonly job: number;
      readonly lateUndo: 'none' | 'done' | 'failed';
    }
  | { readonly type: 'TimerStarted'; readonly timer: Timer }
  | { readonly type: 'TimerEnded'; readonly timer: number; readonly fired: boolean }
  | { readonly type: 'SubscriptionOpened'; readonly subscription: Subscription }
  | { readonly type: 'SubscriptionClosed'; readonly subscription: Subscription }
  | { readonly type: 'MessageBuffered'; readonly message: BufferedMessage }
  | { readonly type: 'MessageTaken'; readonly message: number }
  | MessageThrown
  | MessageRefused
  | SignalThrown
  | { readonly type: 'SignalTaken'; readonly subscription: number; readonly signal: string }
  | { readonly type: 'TriggerHappened'; readonly id: number; readonly trigger: string }
  | { readonly type: 'TriggersTaken'; readonly id: number; readonly triggers: readonly string[] }
  | {
      readonly type: 'EscalationThrown';
      readonly instance: number;
      readonly elementId: string;
      readonly code: string;
      readonly caught: boolean;
    }
  | {
      readonly type: 'LoopStarted';
      readonly id: number;
      readonly total?: number;
      readonly items?: readonly Json[];
    }
  | {
      readonly type: 'LoopInstanceEnded';
      readonly id: number;
      readonly loopCounter: number;
      readonly output?: Json;
    }
  | { readonly type: 'ListenerStarted'; readonly id: number; readonly listener: ListenerState }
  | { readonly type: 'ListenersDone'; readonly id: number }
  | { readonly type: 'JobLeaseRenewed'; readonly job: number; readonly until: number }
  | { readonly type: 'JobRetriesSet'; readonly job: number; readonly retries: number }
  | { readonly type: 'UserTaskChanged'; readonly job: number; readonly task: UserTaskState }
  | {
      readonly type: 'InstanceMigrated';
      readonly id: number;
      readonly process: string;
      readonly score: string;
      /** Element ids of the old version and what they are called in the new one, for those that changed. */
      readonly mapping: Readonly<Record<string, string>>;
    }
  | { readonly type: 'IncidentRaised'; readonly incident: Incident }
  | {
      readonly type: 'IncidentResolved';
      readonly incident: number;
      readonly how: 'resolved' | 'skipped' | 'doneByHand' | 'obsolete';
      readonly reason?: string;
    }
  | { readonly type: 'ActivityCompensable'; readonly activity: CompletedActivity }
  | { readonly type: 'CompensationStarted'; readonly by: number; readonly queue: readonly number[] }
  | {
      readonly type: 'CompensationHandlerStarted';
      readonly by: number;
      readonly activity: number;
      readonly handler: number;
    }
  | {
      readonly type: 'CompensationHandlerEnded';
      readonly by: number;
      readonly activity: number;
      readonly handler: number;
    }
  | { readonly type: 'CompensationEnded'; readonly by: number };

export interface ElementEntered {
  readonly type: 'ElementEntered';
  readonly id: number;
  readonly instance: number;
  readonly elementId: string;
  readonly scope: number;
  /** The sequence flow whose token came in; absent when it began without one. */
  readonly via?: string;
  readonly undoes?: number;
  /** An instance of an activity that runs several times: its loop counter, from 1. */
  readonly loopCounter?: number;
  readonly at: number;
}

/** A worker is asked to do an attempt: the whole command, so that nothing needs to be looked up to send it. */
export interface JobRequested {
  readonly type: 'JobRequested';
  readonly job: number;
  readonly occurrence: number;
  readonly attempt: number;
  readonly kind: JobKind;
  readonly jobType: string;
  readonly elementId: string;
  readonly element: number;
  readonly instance: number;
  readonly process: string;
  /** The participant whose service has the handler; undefined in a process without a pool. */
  readonly participant?: string;
  readonly variables: Variables;
  readonly headers: Readonly<Record<string, string>>;
  readonly retries: number;
  readonly deadline?: number;
  /** The host does it itself; epoch ms. */
  readonly leaseUntil?: number;
  /** Compensation handlers: the activity that is undone, why, and the trace context of its completion. */
  readonly compensates?: { readonly elementId: string; readonly reason?: Reason; readonly trace?: string };
  readonly trace?: string;
}

/** A waiting job is taken back; the service undoes what it may have committed with `handler`. */
export interface JobWithdrawn extends Withdrawal {
  readonly type: 'JobWithdrawn';
  /** The host does it itself: it has committed nothing. */
  readonly local?: true;
  readonly kind: JobKind;
}

/** A message towards the outside: no participant with a process receives it. */
export interface MessageThrown {
  readonly type: 'MessageThrown';
  readonly id: number;
  readonly instance: number;
  readonly elementId: string;
  readonly participant?: string;
  readonly name: string;
  readonly key?: string;
  /** How long it is buffered, an ISO 8601 duration; default: what the receiving host says. */
  readonly timeToLive?: string;
  readonly variables: Variables;
}

/** A message that has come breaks the schema of its receiver, which waits in the incident. */
export interface MessageRefused {
  readonly type: 'MessageRefused';
  readonly incident: number;
  readonly instance: number;
  /** The catching element. */
  readonly elementId: string;
  readonly participant?: string;
  readonly name: string;
  readonly key?: string;
  readonly variables: Variables;
  readonly reason: string;
}

/** A signal for everyone else: the subscriptions of its own saga that were open have taken it already. */
export interface SignalThrown {
  readonly type: 'SignalThrown';
  readonly id: number;
  readonly instance: number;
  readonly elementId: string;
  readonly name: string;
  readonly variables: Variables;
}
