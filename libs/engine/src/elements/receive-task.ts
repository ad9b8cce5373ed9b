import type { ElementBehavior } from '../behavior';
import { isHere } from '../hosts';
import { startTimeout } from '../jobs';
import { openSubscription } from '../listening';

/** BPMN 2.0.2, 10.3.3: a task that waits for a message. */
export const receiveTask: ElementBehavior = {
  enter: (run, element, node) => {
    openSubscription(run, element, node);
    // A message that came early may have been taken already.
    if (isHere(run, element)) startTimeout(run, element, node);
  },
  listen: openSubscription,
};
