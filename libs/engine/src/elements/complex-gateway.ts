import type { ElementBehavior } from '../behavior';
import { complete } from '../tokens';

/** BPMN 2.0.2, 10.6.5: takes every flow whose condition is true; its join is in `joins.ts`. */
export const complexGateway: ElementBehavior = {
  enter: (run, element) => complete(run, element),
};
