import type { ElementBehavior } from '../behavior';
import { listenToAll } from '../triggers';

/** BPMN 2.0.2, 10.5.2: begins the process (then to wait for the rest), or triggers an event sub-process, by one or all. */
export const multipleStartEvent: ElementBehavior = { enter: listenToAll, listen: listenToAll };
