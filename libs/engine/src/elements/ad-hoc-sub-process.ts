import type { ElementBehavior } from '../behavior';
import { beginAdHoc } from '../ad-hoc';

/** BPMN 2.0.2, 10.3.5: activities in an order that is not drawn. */
export const adHocSubProcess: ElementBehavior = { enter: beginAdHoc };
