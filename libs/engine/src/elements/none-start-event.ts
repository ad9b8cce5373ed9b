import type { ElementBehavior } from '../behavior';
import { complete } from '../tokens';

/** BPMN 2.0.2, 10.5.2: begins a process or sub-process without a trigger. */
export const noneStartEvent: ElementBehavior = {
  enter: (run, element) => complete(run, element),
};
