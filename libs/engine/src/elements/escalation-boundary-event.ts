import type { ElementBehavior } from '../behavior';

/** BPMN 2.0.2, 10.5.6: catches an escalation of the activity it stands on (`throwEscalation`). */
export const escalationBoundaryEvent: ElementBehavior = {};
