export type JobKind = 'service' | 'user' | 'executionListener' | 'taskListener';

export interface Job {
  readonly id: number;
  /** The element instance; for execution listeners of the process itself the process instance. */
  readonly element: number;
  readonly kind: JobKind;
  readonly type: string;
  /** The how-manieth job of its element in the saga, from 1: the same in every order in which messages may come again. */
  occurrence?: number;
  /** Counted from 1; each attempt is a command of its own. */
  attempt: number;
  retries: number;
  /** Backoff between attempts in ms. */
  readonly backoffMs: number;
  /** waiting: a worker has it; backoff: a timer will ask again; incident: a person must look. */
  state: 'waiting' | 'backoff' | 'incident';
  /** Jobs that the host does itself: epoch ms after which whoever does it is taken for dead. */
  leaseUntil?: number;
  /** Epoch ms after which the task's timeout fires. */
  readonly deadline?: number;
  /** W3C traceparent of the step in which the latest attempt was asked for (P10). */
  trace?: string;
  /** User tasks: what people see of it. */
  task?: UserTaskState;
  /** Listeners of the cancellation of a user task, which is gone; `element` is the process instance. */
  readonly canceling?: CancelingListener;
}

/** The user task that was cancelled, by its id in the model, and which of its listeners it is. */
export interface CancelingListener {
  readonly element: string;
  readonly index: number;
}

/** Times are ISO 8601 date-times. */
export interface UserTaskState {
  readonly assignee?: string;
  readonly candidateGroups?: readonly string[];
  readonly candidateUsers?: readonly string[];
  readonly dueDate?: string;
  readonly followUpDate?: string;
  /** 0 to 100. */
  readonly priority?: number;
  readonly formId?: string;
}
