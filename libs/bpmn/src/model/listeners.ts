import type { Expression } from '@partitura/feel';

/** `zeebe:executionListeners` and `zeebe:taskListeners`: jobs around an element, one after the other. */
export interface Listeners {
  readonly start: readonly ListenerDefinition[];
  readonly end: readonly ListenerDefinition[];
  /** User tasks, by event type of Camunda 8. */
  readonly task: Readonly<Partial<Record<TaskListenerEvent, readonly ListenerDefinition[]>>>;
}

export type TaskListenerEvent = 'creating' | 'assigning' | 'updating' | 'completing' | 'canceling';

export interface ListenerDefinition {
  readonly type: Expression;
  readonly retries: Expression;
  readonly headers: Readonly<Record<string, string>>;
}
