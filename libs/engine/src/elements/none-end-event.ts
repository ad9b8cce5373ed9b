import type { ElementBehavior } from '../behavior';
import { complete } from '../tokens';

/** BPMN 2.0.2, 10.5.3: the token ends here. */
export const noneEndEvent: ElementBehavior = {
  enter: (run, element) => complete(run, element),
};
