import type { ElementBehavior } from '../behavior';
import { startTimer } from '../listening';

/** BPMN 2.0.2, 10.5.6: fires while the activity it stands on is active. */
export const timerBoundaryEvent: ElementBehavior = {
  listen: (run, host, node) => startTimer(run, host, node, 'boundary'),
};
