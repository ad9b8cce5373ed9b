import type { ElementBehavior } from '../behavior';
import { openSignal } from '../signals';

/** BPMN 2.0.2, 10.5.4: waits for a signal. */
export const signalCatchEvent: ElementBehavior = { enter: openSignal, listen: openSignal };
