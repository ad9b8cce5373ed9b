import type { ElementBehavior } from '../behavior';
import { throwSignal } from '../signals';
import { completeIfHere } from '../triggers';

/** BPMN 2.0.2, 10.5.3: broadcasts its signal; the token ends here. */
export const signalEndEvent: ElementBehavior = {
  enter: (run, element, node) => {
    throwSignal(run, element, node);
    completeIfHere(run, element);
  },
};
