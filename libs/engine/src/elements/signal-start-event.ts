import type { ElementBehavior } from '../behavior';
import { openSignal } from '../signals';

/** BPMN 2.0.2, 10.5.2: a signal begins the process, or triggers an event sub-process. */
export const signalStartEvent: ElementBehavior = { listen: openSignal };
