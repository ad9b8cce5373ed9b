import type { ElementBehavior } from '../behavior';
import { throwAll } from '../triggers';

/** BPMN 2.0.2, 10.5.3: throws all of its triggers, in order. */
export const multipleEndEvent: ElementBehavior = { enter: throwAll };
