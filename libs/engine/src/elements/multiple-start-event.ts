import type { ElementBehavior } from '../behavior';
import { listenToAll } from '../triggers';

/** BPMN 2.0.2, 10.5.2: begins the process, or triggers an event sub-process, by one of its triggers or by all. */
export const multipleStartEvent: ElementBehavior = { listen: listenToAll };
