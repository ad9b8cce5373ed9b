import type { ElementBehavior } from '../behavior';

/** BPMN 2.0.2, 10.5.2: undoing the completed scope around triggers the event sub-process (`continueCompensation`). */
export const compensationStartEvent: ElementBehavior = {};
