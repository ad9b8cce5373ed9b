import { withdrawJob } from './withdrawal';
import { dropIncidents } from './incidents';
import { stopListening } from './listening';
import type { Run } from './run';
import type { ElementInstance } from './state';

/**
 * Ends an element instance before it has completed, with everything inside it. Waiting jobs are withdrawn; `undo` asks
 * services that have already committed one to undo it (a plain cancel does not).
 */
export function terminate(run: Run, element: ElementInstance, undo = true): void {
  terminateInside(run, element.instance, element.id, undo);
  const compensation = run.state.compensations[element.id];
  if (compensation) {
    run.emit({ type: 'CompensationEnded', by: element.id });
    terminateAll(run, compensation.running, undo);
  }
  withdrawJob(run, element, undo);
  stopListening(run, element);
  dropIncidents(run, element);
  run.emit({
    type: 'ElementTerminated',
    id: element.id,
    elementId: element.element,
    instance: element.instance,
    at: run.at,
  });
}

/** Ends everything directly inside a sub-process instance (or, with scope 0, a process instance), latest first. */
export function terminateInside(run: Run, instance: number, scope: number, undo = true): void {
  if (scope !== 0 && !run.element(scope).tokens) return;
  const inside = Object.values(run.state.elements).filter(
    (other) => other.scope === scope && other.instance === instance,
  );
  terminateAll(run, inside.map(({ id }) => id).reverse(), undo);
}

export function terminateAll(run: Run, ids: readonly number[], undo: boolean): void {
  for (const id of ids) {
    const element = run.state.elements[id];
    if (element) terminate(run, element, undo);
  }
}

/** Ends everything else in the scope of an element: other tokens, and those that wait at joins. */
export function endScope(run: Run, element: ElementInstance): void {
  const { instance, scope } = element;
  const others = Object.values(run.state.elements).filter(
    (other) => other.scope === scope && other.instance === instance && other.id !== element.id,
  );
  terminateAll(run, others.map(({ id }) => id).reverse(), true);
  run.arrivals = run.arrivals.filter((arrival) => arrival.instance !== instance || arrival.scope !== scope);
  run.emit({ type: 'ScopeCleared', instance, scope });
}
