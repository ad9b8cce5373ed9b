import type { ElementBehavior } from '../behavior';
import { openCondition } from '../conditions';

/** BPMN 2.0.2, 10.5.6: happens when its condition becomes true while the activity it stands on is active. */
export const conditionalBoundaryEvent: ElementBehavior = { listen: openCondition };
