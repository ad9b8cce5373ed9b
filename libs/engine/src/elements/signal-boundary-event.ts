import type { ElementBehavior } from '../behavior';
import { openSignal } from '../signals';

/** BPMN 2.0.2, 10.5.6: takes a signal while the activity it stands on is active. */
export const signalBoundaryEvent: ElementBehavior = { listen: openSignal };
