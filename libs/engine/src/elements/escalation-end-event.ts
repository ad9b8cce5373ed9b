import type { ElementBehavior } from '../behavior';
import { throwEscalation } from '../escalations';
import { completeIfHere } from '../triggers';

/** BPMN 2.0.2, 10.5.3: escalates to the scopes around; the token ends here. */
export const escalationEndEvent: ElementBehavior = {
  enter: (run, element, node) => {
    throwEscalation(run, element, node);
    completeIfHere(run, element);
  },
};
