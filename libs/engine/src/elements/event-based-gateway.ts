import type { ElementBehavior } from '../behavior';
import { behaviorOf } from '.';

/** BPMN 2.0.2, 10.6.6: waits for all events behind it; the first to happen takes its branch. */
export const eventBasedGateway: ElementBehavior = {
  enter: (run, element, node) => {
    for (const { target } of node.outgoing) {
      // A message that came early may have taken its branch already.
      if (!(element.id in run.state.elements)) return;
      // One that instantiates, and is parallel, waits for the rest.
      if (element.happened?.includes(target.id)) continue;
      behaviorOf(target).listen?.(run, element, target);
    }
  },
};
