import type { ElementBehavior } from '../behavior';
import { isHandled, throwError, uncaught } from '../errors';
import { raiseIncident } from '../incidents';
import { asText } from '../typed-values';
import { visibleVariables } from '../variables';

/** BPMN 2.0.2, 10.5.3: throws an error to the scopes around it. */
export const errorEndEvent: ElementBehavior = {
  enter: (run, element, node) => {
    const code = node.errorCode?.evaluate(visibleVariables(run, element), run.at) ?? null;
    const error = { element, code: asText(code, `The error code of ${node.id}`) };
    if (isHandled(run, error)) throwError(run, error);
    else raiseIncident(run, element, 'UNHANDLED_ERROR', 'enter', uncaught(error));
  },
};
