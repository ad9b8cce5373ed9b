import type { ElementBehavior } from '../behavior';
import { startTimer } from '../listening';

const listen: ElementBehavior['listen'] = (run, host, node) => startTimer(run, host, node, 'catch');

/** BPMN 2.0.2, 10.5.4: waits until a date or for a duration. */
export const timerCatchEvent: ElementBehavior = { enter: listen, listen };
