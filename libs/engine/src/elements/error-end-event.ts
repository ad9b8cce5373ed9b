import type { ElementBehavior } from '../behavior';
import { isHandled, throwError, uncaught } from '../errors';
import { raiseIncident } from '../incidents';

/** BPMN 2.0.2, 10.5.3: throws an error to the scopes around it. */
export const errorEndEvent: ElementBehavior = {
  enter: (run, element, node) => {
    const error = { element, code: node.errorCode ?? '' };
    if (isHandled(run, error)) throwError(run, error);
    else raiseIncident(run, element, 'UNHANDLED_ERROR', 'enter', uncaught(error));
  },
};
