import type { ElementBehavior } from '../behavior';
import { followLink } from '../links';

/** BPMN 2.0.2, 10.5.4: the token goes on at the link catch event of the same name. */
export const linkThrowEvent: ElementBehavior = { enter: followLink };
