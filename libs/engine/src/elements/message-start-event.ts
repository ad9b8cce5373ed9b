import type { ElementBehavior } from '../behavior';
import { openSubscription } from '../listening';

/** BPMN 2.0.2, 10.5.2: a message begins the process (`startInstance`), or triggers an event sub-process. */
export const messageStartEvent: ElementBehavior = { listen: openSubscription };
