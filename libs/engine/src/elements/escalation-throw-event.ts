import type { ElementBehavior } from '../behavior';
import { throwEscalation } from '../escalations';
import { completeIfHere } from '../triggers';

/** BPMN 2.0.2, 10.5.4: escalates to the scopes around and goes on. */
export const escalationThrowEvent: ElementBehavior = {
  enter: (run, element, node) => {
    throwEscalation(run, element, node);
    completeIfHere(run, element);
  },
};
