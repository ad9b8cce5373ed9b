import type { ElementBehavior } from '../behavior';
import { createJob } from '../jobs';

/** BPMN 2.0.2, 10.3.3: asks a service's task handler and waits for its answer. */
export const serviceTask: ElementBehavior = { enter: createJob };
