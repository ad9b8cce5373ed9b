import type { Expression } from '@partitura/feel';

export type LoopCharacteristics = MultiInstance | StandardLoop;

export interface MultiInstance {
  readonly kind: 'multiInstance';
  readonly sequential: boolean;
  /** `zeebe:loopCharacteristics` collection; a list. Exactly one of `collection` and `cardinality` is there. */
  readonly collection?: Expression;
  /** `bpmn:loopCardinality`; a whole number from 0. */
  readonly cardinality?: Expression;
  readonly inputElement?: string;
  /** A variable that receives the list of results, in the order of the collection. */
  readonly outputCollection?: string;
  readonly outputElement?: Expression;
  readonly completionCondition?: Expression;
}

export interface StandardLoop {
  readonly kind: 'standardLoop';
  readonly testBefore: boolean;
  /** Goes on while it is true; undefined: always, up to `maximum`. */
  readonly condition?: Expression;
  readonly maximum?: number;
}
