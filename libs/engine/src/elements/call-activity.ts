import type { ElementBehavior } from '../behavior';
import { callProcess } from '../calls';

/** BPMN 2.0.2, 10.3.6: runs another process and waits for its end. */
export const callActivity: ElementBehavior = { enter: callProcess };
