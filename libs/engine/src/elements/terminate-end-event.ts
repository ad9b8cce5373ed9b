import type { ElementBehavior } from '../behavior';
import { complete } from '../tokens';
import { endScope } from '../terminate';

/** BPMN 2.0.2, 10.5.3: ends everything else in its scope; the scope has completed. */
export const terminateEndEvent: ElementBehavior = {
  enter: (run, element) => {
    endScope(run, element);
    complete(run, element);
  },
};
