import type { ElementBehavior } from '../behavior';

/** BPMN 2.0.2, 10.5.2: an error in the scope around triggers the event sub-process (`throwError`). */
export const errorStartEvent: ElementBehavior = {};
