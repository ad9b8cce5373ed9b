import type { ElementBehavior } from '../behavior';
import { enterUserTask } from '../user-task-phases';

/** BPMN 2.0.2, 10.3.4: waits until a person has completed it. */
export const userTask: ElementBehavior = { enter: enterUserTask };
