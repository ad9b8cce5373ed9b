import type { ElementBehavior } from '../behavior';
import { complete, enter } from '../tokens';

/** BPMN 2.0.2, 10.3.5: a scope of its own; it completes when no token is left inside. */
export const subProcess: ElementBehavior = {
  enter: (run, element, node) => {
    if (node.startEvent) enter(run, node.startEvent, element.instance, element.id);
    else complete(run, element);
  },
};
