import type { ElementBehavior } from '../behavior';
import { openSubscription } from '../listening';

/** BPMN 2.0.2, 10.5.4: waits for a message. */
export const messageCatchEvent: ElementBehavior = { enter: openSubscription, listen: openSubscription };
