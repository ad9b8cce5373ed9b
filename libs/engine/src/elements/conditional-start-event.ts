import type { ElementBehavior } from '../behavior';
import { openCondition } from '../conditions';

/** BPMN 2.0.2, 10.5.2: a condition that becomes true begins the process, or triggers an event sub-process. */
export const conditionalStartEvent: ElementBehavior = { listen: openCondition };
