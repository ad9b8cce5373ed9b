import type { ElementBehavior } from '../behavior';
import { startTimer } from '../listening';

/** BPMN 2.0.2, 10.5.2: the host begins the process when it is due; in an event sub-process its scope listens. */
export const timerStartEvent: ElementBehavior = {
  listen: (run, host, node) => startTimer(run, host, node, 'eventSubProcess'),
};
