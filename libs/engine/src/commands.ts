import type { DistributionCommand } from './distribution/commands';
import type { IncidentType, Reason, UserTaskState, Variables } from './state';

/**
 * What a saga may be told. Time, ids and trace context arrive inside the command; the engine asks nobody.
 * `at` is epoch ms, `trace` a W3C traceparent.
 */
export type Command = { readonly at: number; readonly trace?: string } & (
  | StartSaga
  | StartInstance
  | CompleteJob
  | FailJob
  | ThrowJobError
  | CompleteUserTask
  | FireTimers
  | DeliverMessage
  | DeliverSignal
  | SetVariables
  | ModifyInstance
  | MigrateInstance
  | SetJobRetries
  | ChangeUserTask
  | RenewLease
  | CompensateSaga
  | CancelSaga
  | ResolveIncident
  | SkipIncident
  | AcknowledgeWithdrawal
  | DistributionCommand
);

/** Begins a saga with one process instance: at the named start event, or at the none start event. */
export interface StartSaga {
  readonly kind: 'startSaga';
  readonly sagaId: string;
  readonly number: number;
  /** Key of the score version. */
  readonly score: string;
  readonly process: string;
  readonly startEvent?: string;
  readonly variables: Variables;
  /** A request to undo the saga came before its start: it is undone as soon as it has begun. */
  readonly undoAtOnce?: Reason;
}

/** Begins another process instance in the saga. */
export interface StartInstance {
  readonly kind: 'startInstance';
  readonly process: string;
  readonly startEvent?: string;
  readonly variables: Variables;
}

/**
 * A worker's answers; `attempt` must be the one that waits, or the answer is refused (P1, P6). Without it a person answers by
 * hand, whatever attempt it is.
 */
export interface CompleteJob {
  readonly kind: 'completeJob';
  readonly job: number;
  readonly attempt?: number;
  readonly variables: Variables;
}

export interface FailJob {
  readonly kind: 'failJob';
  readonly job: number;
  readonly attempt?: number;
  readonly message: string;
  /** Attempts left; default: one less than before. */
  readonly retries?: number;
  /** Default: the backoff of the model. */
  readonly backoffMs?: number;
  /** The type of the incident when no attempt is left; default JOB_NO_RETRIES. */
  readonly incident?: IncidentType;
  /** Stay with the element whose job it is. */
  readonly variables?: Variables;
}

export interface ThrowJobError {
  readonly kind: 'throwJobError';
  readonly job: number;
  readonly attempt?: number;
  readonly code: string;
  readonly message?: string;
  readonly variables?: Variables;
}

export interface CompleteUserTask {
  readonly kind: 'completeUserTask';
  readonly job: number;
  readonly variables: Variables;
}

/** Fires every timer that is due at `at`, in order of due time. */
export interface FireTimers {
  readonly kind: 'fireTimers';
}

/** Delivers a message from outside to an open subscription. */
export interface DeliverMessage {
  readonly kind: 'deliverMessage';
  readonly subscription: number;
  readonly variables: Variables;
}

/** Delivers a signal from outside of the saga to an open subscription. */
export interface DeliverSignal {
  readonly kind: 'deliverSignal';
  readonly subscription: number;
  /** The same for every delivery of one broadcast (P1). */
  readonly signal: string;
  readonly variables: Variables;
}

/** Sets variables by hand: in the process instance's own scope, or in that of an element instance. */
export interface SetVariables {
  readonly kind: 'setVariables';
  readonly instance: number;
  readonly element?: number;
  readonly variables: Variables;
  /** Each variable goes to the nearest scope outwards that has one of its name, else to the process instance. */
  readonly nearest?: boolean;
}

/**
 * Ends and begins elements of a running process instance by hand, all or nothing. Sub-processes around an activated element
 * that do not run yet are begun with it.
 */
export interface ModifyInstance {
  readonly kind: 'modifyInstance';
  readonly instance: number;
  readonly activate: readonly { readonly element: string; readonly variables?: Variables }[];
  /** Every instance of an element, or one instance. */
  readonly terminate: readonly ({ readonly element: string } | { readonly elementInstance: number })[];
}

/** Goes on with another version of the process; what waits keeps waiting. */
export interface MigrateInstance {
  readonly kind: 'migrateInstance';
  readonly instance: number;
  /** Key of the target score version, and the id of its process. */
  readonly score: string;
  readonly process: string;
  /** Element ids of the present version to those of the target; an id that is left out keeps its name. */
  readonly mapping: Readonly<Record<string, string>>;
}

export interface SetJobRetries {
  readonly kind: 'setJobRetries';
  readonly job: number;
  readonly retries: number;
}

/** Whoever does a job of this host is still at it. */
export interface RenewLease {
  readonly kind: 'renewLease';
  readonly job: number;
  readonly attempt: number;
  /** Epoch ms. */
  readonly until: number;
}

export interface ChangeUserTask {
  readonly kind: 'changeUserTask';
  readonly job: number;
  /** Only what is given changes. */
  readonly changes: UserTaskState;
}

/** Undoes the saga: stops what is active, then undoes what is complete, latest first. */
export interface CompensateSaga {
  readonly kind: 'compensateSaga';
  readonly reason: Reason;
}

/** Stops every active instance and undoes nothing. */
export interface CancelSaga {
  readonly kind: 'cancelSaga';
}

export interface ResolveIncident {
  readonly kind: 'resolveIncident';
  readonly incident: number;
}

/** Goes on without the compensation handler that failed; a person says why. */
export interface SkipIncident {
  readonly kind: 'skipIncident';
  readonly incident: number;
  readonly reason: string;
  /** The person has undone the work: nothing is left open, and the saga is not listed as failed. */
  readonly doneByHand?: boolean;
}

/** The service has seen the withdrawal of a job; `failed` when it had to undo its work and could not. */
export interface AcknowledgeWithdrawal {
  readonly kind: 'acknowledgeWithdrawal';
  readonly job: number;
  readonly lateUndo: 'none' | 'done' | 'failed';
  readonly message?: string;
}

/** Why a command changed nothing. */
export interface Refusal {
  readonly code: 'NOT_FOUND' | 'INVALID_STATE';
  readonly message: string;
}
