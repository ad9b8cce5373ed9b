import type { ElementBehavior } from '../behavior';
import { openSubscription } from '../listening';

/** BPMN 2.0.2, 10.3.3: a task that waits for a message. */
export const receiveTask: ElementBehavior = { enter: openSubscription, listen: openSubscription };
