import type { ElementBehavior } from '../behavior';
import { subProcess } from './sub-process';

/** BPMN 2.0.2, 10.3.5: a sub-process that can be cancelled as a whole. */
export const transaction: ElementBehavior = subProcess;
