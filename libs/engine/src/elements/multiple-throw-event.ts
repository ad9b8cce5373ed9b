import type { ElementBehavior } from '../behavior';
import { throwAll } from '../triggers';

/** BPMN 2.0.2, 10.5.4: throws all of its triggers, in order. */
export const multipleThrowEvent: ElementBehavior = { enter: throwAll };
