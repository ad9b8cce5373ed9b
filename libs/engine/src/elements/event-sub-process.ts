import type { ElementBehavior } from '../behavior';

/** BPMN 2.0.2, 10.3.5: entered when its start event happens (`triggerEventSubProcess`); no token comes in. */
export const eventSubProcess: ElementBehavior = {};
