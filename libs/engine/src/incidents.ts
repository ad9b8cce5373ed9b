import { PayloadError } from './expression-error';
import { handlerAround, type Host, instanceIdOf, isElement, nameOf } from './hosts';
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
    if (!isExpected(error)) throw error;
    raiseIncident(run, element, error instanceof PayloadError ? 'IO_MAPPING' : type, retry, error.message);
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

/** A process instance, or a gateway in a scope, waits for a person; there is no element instance to hold it. */
export function raiseScopeIncident(
  run: Run,
  scope: Host,
  incident: Pick<
    Incident,
    'type' | 'retry' | 'elementId' | 'message' | 'start' | 'job' | 'canceling' | 'subscription'
  >,
): void {
  run.emit({
    type: 'IncidentRaised',
    incident: {
      id: run.nextId(),
      instance: instanceIdOf(scope),
      ...(isElement(scope) ? { element: scope.id } : {}),
      ...incident,
      createdAt: run.at,
    },
  });
}

/** An element or process instance waits for a person. */
export function raiseAt(
  run: Run,
  host: Host,
  { type, retry, message }: Pick<Incident, 'type' | 'retry' | 'message'>,
): void {
  if (isElement(host)) return raiseIncident(run, host, type, retry, message);
  const job = host.job === undefined ? {} : { job: host.job };
  raiseScopeIncident(run, host, { type, retry, message, elementId: nameOf(run, host), ...job });
}

/** Whether an error comes from the model's expressions, not from a fault of ours. */
export const isExpected = (error: unknown): error is Error =>
  error instanceof Error && expected.has(error.name);

/** Incidents of an element or process instance that ends or is asked again are over. */
export function dropIncidents(run: Run, { incidents }: Host): void {
  for (const incident of incidents ?? []) run.emit({ type: 'IncidentResolved', incident, how: 'obsolete' });
}
