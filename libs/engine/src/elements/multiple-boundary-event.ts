import type { ElementBehavior } from '../behavior';
import { listenToAll } from '../triggers';

/** BPMN 2.0.2, 10.5.6: happens with one of its triggers, or (parallel multiple) with the last of them. */
export const multipleBoundaryEvent: ElementBehavior = { listen: listenToAll };
