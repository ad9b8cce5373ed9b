import { askCancelingListeners } from './canceling-listeners';
import { withdrawJob } from './withdrawal';
import { dropIncidents } from './incidents';
import { handlerAround } from './hosts';
import { tokenMoved } from './joins';
import { stopListening } from './listening';
import type { Run } from './run';
import type { ElementInstance } from './state';

/**
 * Ends an element instance before it has completed, with everything inside it. Waiting jobs are withdrawn; `undo` asks
 * services that have already committed one to undo it (a plain cancel does not).
 */
export function terminate(run: Run, element: ElementInstance, undo = true): void {
  terminateInside(run, element.instance, element.id, undo);
  cancelCalled(run, element, undo);
  const compensation = run.state.compensations[element.id];
  if (compensation) {
    run.emit({ type: 'CompensationEnded', by: element.id });
    terminateAll(run, compensation.running, undo);
  }
  askCancelingListeners(run, element);
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
  tokenMoved(run, element.instance, element.scope);
}

/** Ends everything directly inside a sub-process instance (or, with scope 0, a process instance), latest first. */
export function terminateInside(run: Run, instance: number, scope: number, undo = true): void {
  terminateAll(run, run.childrenOf(instance, scope).reverse(), undo);
}

export function terminateAll(run: Run, ids: readonly number[], undo: boolean): void {
  for (const id of ids) {
    const element = run.state.elements[id];
    if (element) terminate(run, element, undo);
  }
}

/** The process that an interrupted call activity has called is cancelled with it; one that is undone with its saga is not. */
function cancelCalled(run: Run, element: ElementInstance, undo: boolean): void {
  const instance = element.called === undefined ? undefined : run.state.instances[element.called];
  if (instance?.state !== 'active') return;
  if (run.state.status !== 'active' && !handlerAround(run, element)) return;
  terminateInside(run, instance.id, 0, undo);
  run.forgetArrivalsIn(instance.id, 0);
  withdrawJob(run, instance, undo);
  stopListening(run, instance);
  dropIncidents(run, instance);
  run.emit({ type: 'InstanceEnded', id: instance.id, state: 'canceled', at: run.at });
}

/** Ends everything else in the scope of an element: other tokens, and those that wait at joins. */
export function endScope(run: Run, element: ElementInstance): void {
  const { instance, scope } = element;
  const others = run.childrenOf(instance, scope).filter((id) => id !== element.id);
  terminateAll(run, others.reverse(), true);
  run.forgetArrivalsIn(instance, scope);
  run.emit({ type: 'ScopeCleared', instance, scope });
}
