import type { ElementBehavior } from '../behavior';
import { throwCompensation } from '../compensation';
import { endScope } from '../terminate';

/** BPMN 2.0.2, 10.5.3: stops its transaction, undoes what that has done, and leaves it at its cancel boundary event. */
export const cancelEndEvent: ElementBehavior = {
  enter: (run, element, node) => {
    endScope(run, element);
    throwCompensation(run, element, node);
  },
};
