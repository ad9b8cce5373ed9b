import { bodyOf } from './hosts';
import { enterBoundary } from './occurrences';
import type { Run } from './run';
import type { ElementInstance } from './state';
import { terminate } from './terminate';
import { finishScope } from './tokens';

/**
 * What a transaction has done is undone: it is left at its cancel boundary event (BPMN 2.0.2, 10.3.5). Without one it ends,
 * and no token goes on behind it.
 */
export function leaveCancelledTransaction(run: Run, cancelEnd: ElementInstance): void {
  const { instance, scope } = cancelEnd;
  const transaction = bodyOf(run, run.element(scope));
  run.emit({
    type: 'ElementCompleted',
    id: cancelEnd.id,
    elementId: cancelEnd.element,
    instance,
    at: run.at,
  });
  const boundary = run.node(transaction).boundaryEvents.find(({ kind }) => kind === 'cancelBoundaryEvent');
  if (boundary) {
    enterBoundary(run, transaction, boundary);
    return;
  }
  terminate(run, transaction);
  finishScope(run, instance, transaction.scope);
}
