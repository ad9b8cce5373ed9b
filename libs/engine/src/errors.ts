import type { FlowNode } from '@partitura/bpmn';
import { triggerEventSubProcess } from './event-sub-processes';
import { bodyOf, eventSubProcessesOf, handlerAround, type Host, isElement, outwards } from './hosts';
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

/** What catches an error or escalation, and on whose behalf. */
export interface Catcher {
  readonly host: Host;
  readonly node: FlowNode;
  /** What an error brings stays with the event that caught it. */
  readonly local: boolean;
}

/**
 * Whether an error has somewhere to go: an event that catches it, or in a composition the undoing of the saga. A
 * compensation handler's error undoes nothing further, it waits for a person (P7).
 */
export function isHandled(run: Run, error: ThrownError): boolean {
  return (
    catcherOf(run, error) !== undefined || (run.score.composition && !isInsideHandler(run, error.element))
  );
}

/** Enters the innermost event that catches the error; without one the fragment has failed and the saga is undone. */
export function throwError(run: Run, error: ThrownError): void {
  const catcher = catcherOf(run, error);
  if (catcher) {
    enterCatcher(run, catcher, error.variables);
    return;
  }
  const reason = { code: error.code, ...(error.message === undefined ? {} : { message: error.message }) };
  run.emit({ type: 'FragmentFailed', id: error.element.instance, reason });
  undoSaga(run, reason);
}

export const uncaught = ({ code, message }: ThrownError) =>
  `Error ${code}${message === undefined ? '' : ` (${message})`} is caught by no boundary event or event sub-process. ` +
  'Resolve the incident to do the work again, or draw an error boundary event in the next version.';

const catcherOf = (run: Run, { element, code }: ThrownError): Catcher | undefined =>
  findCatcher(run, element, code, {
    boundary: 'errorBoundaryEvent',
    start: 'errorStartEvent',
    codeOf: ({ errorCode }) => errorCode?.constant,
  });

interface Catching {
  readonly boundary: FlowNode['kind'];
  readonly start: FlowNode['kind'];
  readonly codeOf: (node: FlowNode) => unknown;
}

/**
 * The innermost event that catches a code, outwards from an element and across call activities: in one scope its event
 * sub-processes come before the boundary events on it, and the very code before one that catches all.
 */
export function findCatcher(
  run: Run,
  element: ElementInstance,
  code: string,
  { boundary, start, codeOf }: Catching,
): Catcher | undefined {
  const local = boundary === 'errorBoundaryEvent';
  const pick = (events: readonly FlowNode[], kind: FlowNode['kind']): FlowNode | undefined => {
    const catching = events.flatMap((event) =>
      (event.triggers ?? [event])
        .filter((trigger) => trigger.kind === kind)
        .map((trigger) => [event, codeOf(trigger)] as const),
    );
    const [event] =
      catching.find(([, own]) => own === code) ?? catching.find(([, own]) => own === undefined) ?? [];
    return event;
  };
  for (const host of outwards(run, element)) {
    if (host.id !== element.id && !host.interrupted) {
      const starts = eventSubProcessesOf(run, host).flatMap(({ startEvent }) => startEvent ?? []);
      const node = pick(starts, start);
      if (node) return { host, node, local };
    }
    if (!isElement(host)) continue;
    const node = pick(run.node(host).boundaryEvents, boundary);
    // The boundary events of an activity that runs several times stand on its body.
    if (node) return { host: bodyOf(run, host), node, local };
    // While a saga is undone nothing but its handlers runs: there is no one outside to catch anything.
    if (host.undoes !== undefined && run.state.status !== 'active') return undefined;
  }
  return undefined;
}

export function enterCatcher(run: Run, { host, node, local }: Catcher, variables?: Variables): void {
  if (isElement(host) && node.attachedTo === host.element) enterBoundary(run, host, node, variables, local);
  else triggerEventSubProcess(run, host, node, variables);
}

const isInsideHandler = (run: Run, element: ElementInstance): boolean =>
  handlerAround(run, element) !== undefined;

/**
 * An element instance and the element instances around it (sub-processes, bodies, and across the border of a called process
 * its call activity), innermost first.
 */
export function selfAndScopes(run: Run, element: ElementInstance): ElementInstance[] {
  const chain: ElementInstance[] = [];
  for (const host of outwards(run, element)) if (isElement(host)) chain.push(host);
  return chain;
}
