import type { ElementBehavior } from '../behavior';
import { complete } from '../tokens';

/** BPMN 2.0.2, 10.5.4: where a link arrives; the token passes. */
export const linkCatchEvent: ElementBehavior = {
  enter: (run, element) => complete(run, element),
};
