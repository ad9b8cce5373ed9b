import type { ElementBehavior } from '../behavior';

/** BPMN 2.0.2, 10.5.2: a message begins the process (`startInstance`); no token comes in. */
export const messageStartEvent: ElementBehavior = {};
