import type { ElementBehavior } from '../behavior';
import { throwMessage } from '../messages';
import { complete } from '../tokens';

/** BPMN 2.0.2, 10.5.4: sends its message and goes on without waiting. */
export const messageThrowEvent: ElementBehavior = {
  enter: (run, element, node) => {
    throwMessage(run, element, node);
    complete(run, element);
  },
};
