import type { ElementBehavior } from '../behavior';
import { throwCompensation } from '../compensation';

/** BPMN 2.0.2, 10.5.4: undoes what is complete in its scope and goes on when all handlers are done. */
export const compensationThrowEvent: ElementBehavior = { enter: throwCompensation };
