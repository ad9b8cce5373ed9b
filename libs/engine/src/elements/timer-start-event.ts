import type { ElementBehavior } from '../behavior';

/** BPMN 2.0.2, 10.5.2: the host begins the process when it is due (`startInstance`); no token comes in. */
export const timerStartEvent: ElementBehavior = {};
