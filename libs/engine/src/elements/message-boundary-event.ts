import type { ElementBehavior } from '../behavior';
import { openSubscription } from '../listening';

/** BPMN 2.0.2, 10.5.6: takes a message while the activity it stands on is active. */
export const messageBoundaryEvent: ElementBehavior = { listen: openSubscription };
