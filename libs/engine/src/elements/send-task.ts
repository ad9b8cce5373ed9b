import type { ElementBehavior } from '../behavior';
import { createJob } from '../jobs';
import { throwMessage } from '../messages';
import { complete } from '../tokens';

/** BPMN 2.0.2, 10.3.3: sends its message, or lets a worker send it. */
export const sendTask: ElementBehavior = {
  enter: (run, element, node) => {
    if (node.job) return createJob(run, element, node);
    throwMessage(run, element, node);
    complete(run, element);
  },
};
