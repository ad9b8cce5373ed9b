import type { MessageReceiver } from '@partitura/bpmn';
import type { FinalStatus, Reason, Variables } from '../state';
import type { LogicalTime, Progress, RemoteActivity } from './part';

/** What the hosts of one saga tell each other. */
export type DistributionCommand =
  | ReceiveMessage
  | LearnProgress
  | StopPart
  | UndoActivity
  | FinishPart
  | Coordinate
  | HostHasStopped
  | HostHasUndone;

/** A host may hear of a saga for the first time: what its part begins with. */
export interface Joining {
  readonly sagaId: string;
  readonly number: number;
  /** Key of the score version. */
  readonly score: string;
  /** The host where the saga began. */
  readonly root: string;
}

/** A message from a fragment on another host. */
export interface ReceiveMessage {
  readonly kind: 'receiveMessage';
  readonly join: Joining;
  readonly from: string;
  /** Counted from 1 for each sender and receiver. */
  readonly number: number;
  /** The throwing element. */
  readonly elementId: string;
  readonly name: string;
  /** On all hosts; those that are elsewhere do not concern this one. */
  readonly receivers: readonly MessageReceiver[];
  readonly variables: Variables;
  readonly time: LogicalTime;
  readonly progress: Progress;
}

/** To the host where the saga began: another one is done. */
export interface LearnProgress {
  readonly kind: 'learnProgress';
  readonly progress: Progress;
}

/** The coordinator wants this part to stop, and to be told what has completed. */
export interface StopPart {
  readonly kind: 'stopPart';
  /** A host that has not heard of the saga takes none of its messages any more (P6). */
  readonly join: Joining;
  readonly intent: 'undo' | 'cancel';
  readonly reason?: Reason;
}

/** The coordinator wants one completed activity undone; it asks for the next when this one is. */
export interface UndoActivity {
  readonly kind: 'undoActivity';
  readonly activity: number;
}

/** The saga has ended. */
export interface FinishPart {
  readonly kind: 'finishPart';
  readonly status: FinalStatus;
}

/** Undoes or cancels the saga on all its hosts; to the coordinator alone. */
export interface Coordinate {
  readonly kind: 'coordinate';
  readonly join: Joining;
  readonly intent: 'undo' | 'cancel';
  readonly reason?: Reason;
  /** The host whose part has failed. */
  readonly requestedBy?: string;
}

export interface HostHasStopped {
  readonly kind: 'hostStopped';
  readonly host: string;
  readonly activities: readonly RemoteActivity[];
  /** It had ended before. */
  readonly ended?: FinalStatus;
}

export interface HostHasUndone {
  readonly kind: 'activityUndone';
  readonly host: string;
  readonly activity: number;
  /** A person has gone on without the handler. */
  readonly skipped?: boolean;
}
