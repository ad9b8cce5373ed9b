import type { MessageReceiver } from '@partitura/bpmn';
import type { FinalStatus, Reason, Variables } from '../state';
import type { LogicalTime, Progress, RemoteActivity } from './part';

/** What happened to a saga because it runs on several hosts. */
export type DistributionEvent = PartEvent | CoordinationEvent;

export type PartEvent =
  | { readonly type: 'PartBegun'; readonly host: string; readonly root: string }
  | MessageSent
  | {
      readonly type: 'MessageReceived';
      readonly from: string;
      readonly number: number;
      readonly elementId: string;
      readonly name: string;
      /** The saga was stopped here before it came. */
      readonly dropped?: true;
      readonly progress: Progress;
      readonly time: LogicalTime;
    }
  /** The host where the saga began is told what is done here, or a message that was sent carries it. */
  | { readonly type: 'ProgressTold'; readonly version: number; readonly to?: string }
  | { readonly type: 'ProgressLearned'; readonly progress: Progress }
  /** This part has failed and waits for the coordinator. */
  | { readonly type: 'UndoRequested'; readonly reason: Reason }
  | { readonly type: 'PartStopAsked' }
  | PartStopped
  | { readonly type: 'PartUndoStarted'; readonly activity: number }
  | { readonly type: 'PartUndoEnded'; readonly activity: number; readonly skipped?: true };

/** A message to fragments on other hosts. */
export interface MessageSent {
  readonly type: 'MessageSent';
  readonly id: number;
  readonly instance: number;
  readonly elementId: string;
  readonly participant?: string;
  readonly name: string;
  /** Its number for each host that receives it. */
  readonly to: Readonly<Record<string, number>>;
  readonly receivers: readonly MessageReceiver[];
  readonly variables: Variables;
  readonly time: LogicalTime;
}

/** Nothing runs here any more. */
export interface PartStopped {
  readonly type: 'PartStopped';
  readonly activities: readonly RemoteActivity[];
  /** The saga had ended before. */
  readonly ended?: FinalStatus;
}

export type CoordinationEvent =
  | {
      readonly type: 'CoordinationBegun';
      readonly intent: 'undo' | 'cancel';
      readonly reason?: Reason;
      readonly hosts: readonly string[];
    }
  | {
      readonly type: 'HostStopped';
      readonly host: string;
      readonly activities: readonly RemoteActivity[];
      readonly ended?: FinalStatus;
    }
  | { readonly type: 'UndoAsked'; readonly activity: RemoteActivity }
  | {
      readonly type: 'ActivityUndone';
      readonly host: string;
      readonly activity: number;
      readonly skipped?: boolean;
    }
  /** A host that asks about a saga that has ended is told how. */
  | { readonly type: 'HostTold'; readonly host: string; readonly status: FinalStatus };
