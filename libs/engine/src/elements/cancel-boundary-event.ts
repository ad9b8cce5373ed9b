import type { ElementBehavior } from '../behavior';

/** BPMN 2.0.2, 10.5.6: where a transaction is left that was cancelled (`leaveCancelledTransaction`). */
export const cancelBoundaryEvent: ElementBehavior = {};
