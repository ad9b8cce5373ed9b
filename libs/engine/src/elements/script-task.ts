import type { ElementBehavior } from '../behavior';
import { createJob } from '../jobs';
import { complete } from '../tokens';
import { visibleVariables } from '../variables';

/** BPMN 2.0.2, 10.3.3: puts the value of its FEEL expression into its result variable, or asks a worker. */
export const scriptTask: ElementBehavior = {
  enter: (run, element, node) => {
    if (!node.script) return createJob(run, element, node);
    const { expression, resultVariable } = node.script;
    complete(run, element, { [resultVariable]: expression.evaluate(visibleVariables(run, element), run.at) });
  },
};
