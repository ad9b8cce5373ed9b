import type { ElementBehavior } from '../behavior';
import { throwCompensation } from '../compensation';

/** BPMN 2.0.2, 10.5.3: undoes what is complete in its scope and ends when all handlers are done. */
export const compensationEndEvent: ElementBehavior = { enter: throwCompensation };
