import type { ElementBehavior } from '../behavior';
import { throwSignal } from '../signals';
import { completeIfHere } from '../triggers';

/** BPMN 2.0.2, 10.5.4: broadcasts its signal and goes on. */
export const signalThrowEvent: ElementBehavior = {
  enter: (run, element, node) => {
    throwSignal(run, element, node);
    completeIfHere(run, element);
  },
};
