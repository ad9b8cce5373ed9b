import type { ElementBehavior } from '../behavior';
import { complete } from '../tokens';

/** BPMN 2.0.2, 10.3.3: done by people without the engine; the token passes. */
export const manualTask: ElementBehavior = {
  enter: (run, element) => complete(run, element),
};
