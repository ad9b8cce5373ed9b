import type { ElementBehavior } from '../behavior';

/** BPMN 2.0.2, 10.5.6: names the handler of the activity it stands on (`recordCompensable`); no token comes in. */
export const compensationBoundaryEvent: ElementBehavior = {};
