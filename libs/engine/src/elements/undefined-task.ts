import type { ElementBehavior } from '../behavior';
import { complete } from '../tokens';

/** BPMN 2.0.2, 10.3.3: a task without a type has no work for the engine; it can still be compensated. */
export const undefinedTask: ElementBehavior = {
  enter: (run, element) => complete(run, element),
};
