import type { ElementBehavior } from '../behavior';
import { decide } from '../decisions';
import { createJob } from '../jobs';

/** BPMN 2.0.2, 10.3.3: puts the result of its decision into its result variable, or asks a worker. */
export const businessRuleTask: ElementBehavior = {
  enter: (run, element, node) =>
    node.calledDecision ? decide(run, element, node) : createJob(run, element, node),
};
