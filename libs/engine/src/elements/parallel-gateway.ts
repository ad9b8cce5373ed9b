import type { ElementBehavior } from '../behavior';
import { complete } from '../tokens';

/** BPMN 2.0.2, 10.6.4: a token on each outgoing flow; a join is entered when each incoming flow has brought one. */
export const parallelGateway: ElementBehavior = {
  enter: (run, element) => complete(run, element),
};
