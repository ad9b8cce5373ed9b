import type { ElementBehavior } from '../behavior';
import { complete } from '../tokens';

/** BPMN 2.0.2, 10.6.2: one outgoing flow, the first that is true in the order of the XML (`chooseFlows`). */
export const exclusiveGateway: ElementBehavior = {
  enter: (run, element) => complete(run, element),
};
