import type { LogicalTime } from './distribution/part';
import type { Reason, Variables } from './state';

/** A completed activity that has a handler, and what the handler will see. */
export interface CompletedActivity {
  readonly id: number;
  readonly instance: number;
  /** The element instance that completed. */
  readonly elementInstance: number;
  readonly element: string;
  /** The sub-process instances, multi-instance bodies and call activities in which it completed, innermost first. */
  readonly scopes: readonly ScopeRef[];
  /** Local variables of the activity and of completed sub-processes around it. */
  locals?: Variables;
  /** The entry of the completed sub-process or call around it that is undone as one unit, by a handler of its own. */
  within?: number;
  /** It is such a unit itself: what completed inside is undone by its handler alone. */
  readonly unit?: true;
  /** Units: the entries of what completed inside. */
  covers?: number[];
  /** Element instance of the handler that is undoing it now, and the key of the compensation that has begun it. */
  handler?: number;
  by?: number;
  /** Trace context of its completion: a compensation span links to what it undoes. */
  readonly trace?: string;
  /** Sagas on several hosts: orders what has completed on all of them. */
  readonly time?: LogicalTime;
}

export interface ScopeRef {
  readonly id: number;
  readonly instance: number;
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
  readonly occurrence: number;
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
