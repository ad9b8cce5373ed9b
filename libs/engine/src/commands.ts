import type { IncidentType, Reason, Variables } from './state';

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
  | CompensateSaga
  | CancelSaga
  | ResolveIncident
  | SkipIncident
  | AcknowledgeWithdrawal
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

/** A worker's answers; `attempt` must be the one that waits, or the answer is refused (P1, P6). */
export interface CompleteJob {
  readonly kind: 'completeJob';
  readonly job: number;
  readonly attempt: number;
  readonly variables: Variables;
}

export interface FailJob {
  readonly kind: 'failJob';
  readonly job: number;
  readonly attempt: number;
  readonly message: string;
  /** Attempts left; default: one less than before. */
  readonly retries?: number;
  /** Default: the backoff of the model. */
  readonly backoffMs?: number;
  /** The type of the incident when no attempt is left; default JOB_NO_RETRIES. */
  readonly incident?: IncidentType;
}

export interface ThrowJobError {
  readonly kind: 'throwJobError';
  readonly job: number;
  readonly attempt: number;
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

/** Goes on without the compensation handler that failed. */
export interface SkipIncident {
  readonly kind: 'skipIncident';
  readonly incident: number;
  readonly reason: string;
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
