import type { Expression } from '@partitura/feel';
import type { FlowNode } from './flow-node';

export interface AdHocDefinition {
  /** Activities inside that no sequence flow reaches: what can be activated. */
  readonly activities: readonly FlowNode[];
  /** Ids of the activities to begin with, a list; undefined: all. */
  readonly activeElements?: Expression;
  readonly sequential: boolean;
  readonly completionCondition?: Expression;
  readonly cancelRemainingInstances: boolean;
  readonly outputCollection?: string;
  readonly outputElement?: Expression;
}
