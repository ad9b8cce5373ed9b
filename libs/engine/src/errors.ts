import type { FlowNode } from '@partitura/bpmn';
import { enterBoundary } from './occurrences';
import type { Run } from './run';
import { undoSaga } from './saga';
import type { ElementInstance, Variables } from './state';

export interface ThrownError {
  /** The activity that failed, or the error end event. */
  readonly element: ElementInstance;
  readonly code: string;
  readonly message?: string;
  readonly variables?: Variables;
}

/**
 * Whether an error has somewhere to go: a boundary event, or in a composition the undoing of the saga. A compensation
 * handler's error undoes nothing further, it waits for a person (P7).
 */
export function isHandled(run: Run, error: ThrownError): boolean {
  return (
    findCatcher(run, error) !== undefined || (run.score.composition && !isInsideHandler(run, error.element))
  );
}

/** Enters the innermost boundary event that catches the error; without one the fragment has failed and the saga is undone. */
export function throwError(run: Run, error: ThrownError): void {
  const catcher = findCatcher(run, error);
  if (catcher) {
    enterBoundary(run, catcher.host, catcher.boundary, error.variables);
    return;
  }
  const reason = { code: error.code, ...(error.message === undefined ? {} : { message: error.message }) };
  run.emit({ type: 'FragmentFailed', id: error.element.instance, reason });
  undoSaga(run, reason);
}

export const uncaught = ({ code, message }: ThrownError) =>
  `Error ${code}${message === undefined ? '' : ` (${message})`} is caught by no boundary event. ` +
  'Resolve the incident to do the work again, or draw an error boundary event in the next version.';

function findCatcher(
  run: Run,
  { element, code }: ThrownError,
): { host: ElementInstance; boundary: FlowNode } | undefined {
  for (const host of selfAndScopes(run, element)) {
    const catching = run.node(host).boundaryEvents.filter(({ kind }) => kind === 'errorBoundaryEvent');
    const boundary =
      catching.find(({ errorCode }) => errorCode?.constant === code) ??
      catching.find(({ errorCode }) => errorCode === undefined);
    if (boundary) return { host, boundary };
  }
  return undefined;
}

const isInsideHandler = (run: Run, element: ElementInstance) =>
  selfAndScopes(run, element).some(({ undoes }) => undoes !== undefined);

/** An element instance and the sub-process instances around it, innermost first. */
export function selfAndScopes(run: Run, element: ElementInstance): ElementInstance[] {
  const chain = [element];
  for (let scope = element.scope; scope !== 0;) {
    const outer = run.element(scope);
    chain.push(outer);
    scope = outer.scope;
  }
  return chain;
}
