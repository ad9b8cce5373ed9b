import type { ElementBehavior } from '../behavior';
import { begin, complete } from '../tokens';

/**
 * BPMN 2.0.2, 10.3.5: begins when its start event happens (`triggerEventSubProcess`); no token comes in. Its work is done
 * again from there.
 */
export const eventSubProcess: ElementBehavior = {
  enter: (run, element, { startEvent }) => {
    if (startEvent) complete(run, begin(run, startEvent, element.instance, element.id));
  },
};
