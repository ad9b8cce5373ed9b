import type { ElementBehavior } from '../behavior';

/** BPMN 2.0.2, 10.5.6: catches an error of the activity it stands on; found when one is thrown (`throwError`). */
export const errorBoundaryEvent: ElementBehavior = {};
