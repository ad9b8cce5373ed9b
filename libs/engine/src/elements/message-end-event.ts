import type { ElementBehavior } from '../behavior';
import { throwMessage } from '../messages';
import { complete } from '../tokens';

/** BPMN 2.0.2, 10.5.3: sends its message; the token ends here. */
export const messageEndEvent: ElementBehavior = {
  enter: (run, element, node) => {
    throwMessage(run, element, node);
    complete(run, element);
  },
};
