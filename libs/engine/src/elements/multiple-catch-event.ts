import type { ElementBehavior } from '../behavior';
import { listenToAll } from '../triggers';

/** BPMN 2.0.2, 10.5.4: waits for one of its triggers, or (parallel multiple) for all of them. */
export const multipleCatchEvent: ElementBehavior = { enter: listenToAll, listen: listenToAll };
