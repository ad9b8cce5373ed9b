import type { Expression } from '@partitura/feel';

export interface ConditionDefinition {
  readonly expression: Expression;
  /** `zeebe:conditionalFilter`: only changes of these variables, and of these kinds (create, update), count. */
  readonly variableNames?: readonly string[];
  readonly variableEvents?: readonly ('create' | 'update')[];
}

export interface MessageDefinition {
  readonly name: Expression;
  /**
   * Catching side: subscription key for messages from outside; none: follows a message flow. Throwing side: the key that a
   * message to the outside carries, so that a receiver with the same subscription is found.
   */
  readonly correlationKey?: Expression;
  /** Throwing side: how long the message is buffered (ISO 8601 duration). */
  readonly timeToLive?: Expression;
  /** The JSON Schema that its variables keep to: file name or `$id`, perhaps with a `#/pointer` into it. */
  readonly schema?: string;
  /** Throwing side: the nodes (of other processes of this score) that its message flows point to. */
  readonly receivers: readonly MessageReceiver[];
  /**
   * Catching side: a message flow from a process of this score points here, and nothing lets messages from outside
   * in (no subscription; for a start event no flow from a pool without a process): only its own saga's messages count.
   */
  readonly inner: boolean;
}

export interface MessageReceiver {
  /** Name of the pool that receives it. */
  readonly participant: string;
  readonly processId: string;
  readonly elementId: string;
}

export interface TimerDefinition {
  readonly type: 'date' | 'duration' | 'cycle';
  readonly value: Expression;
}
