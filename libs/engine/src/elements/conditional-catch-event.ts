import type { ElementBehavior } from '../behavior';
import { openCondition } from '../conditions';

/** BPMN 2.0.2, 10.5.4: waits until its condition is true. */
export const conditionalCatchEvent: ElementBehavior = { enter: openCondition, listen: openCondition };
