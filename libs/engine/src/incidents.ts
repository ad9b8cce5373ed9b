import { handlerAround } from './hosts';
import type { Run } from './run';
import type { ElementInstance, Incident, IncidentType } from './state';

/** Names of the errors that a model's expressions cause: they wait as incidents, everything else is a fault of ours. */
const expected = new Set(['FeelError', 'TimeFormatError', 'ExpressionError']);

/**
 * Runs `work`; an expression that fails becomes an incident at the element instead.
 * Returns whether it went well.
 */
export function guarded(
  run: Run,
  element: ElementInstance,
  type: IncidentType,
  retry: Incident['retry'],
  work: () => void,
): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof Error) || !expected.has(error.name)) throw error;
    raiseIncident(run, element, type, retry, error.message);
    return false;
  }
}

/** An element waits for a person. Trouble in a compensation handler is always of type COMPENSATION. */
export function raiseIncident(
  run: Run,
  element: ElementInstance,
  type: IncidentType,
  retry: Incident['retry'],
  message: string,
): void {
  run.emit({
    type: 'IncidentRaised',
    incident: {
      id: run.nextId(),
      type: handlerAround(run, element) ? 'COMPENSATION' : type,
      instance: element.instance,
      element: element.id,
      elementId: element.element,
      ...(element.job === undefined ? {} : { job: element.job }),
      retry,
      message,
      createdAt: run.at,
    },
  });
}

/** Incidents of an element that ends or is asked again are over. */
export function dropIncidents(run: Run, element: ElementInstance): void {
  for (const incident of element.incidents ?? [])
    run.emit({ type: 'IncidentResolved', incident, how: 'obsolete' });
}
