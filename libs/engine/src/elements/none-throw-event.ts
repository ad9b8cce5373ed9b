import type { ElementBehavior } from '../behavior';
import { complete } from '../tokens';

/** BPMN 2.0.2, 10.5.4: a milestone; the token passes. */
export const noneThrowEvent: ElementBehavior = {
  enter: (run, element) => complete(run, element),
};
