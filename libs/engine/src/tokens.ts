import type { FlowNode } from '@partitura/bpmn';
import { triggerCondition } from './conditions';
import { adHocAround, adHocEmptied, endOfPath, pathEnded } from './ad-hoc';
import { continueCompensation, handlerCompleted, recordCompensable } from './compensation';
import { behaviorOf } from './elements';
import { closeEventSubProcesses, openEventSubProcesses } from './event-sub-processes';
import type { ElementEntered } from './events';
import { chooseFlows } from './flows';
import { guarded, raiseIncident } from './incidents';
import { arriveAtGateway, fireWaitingJoins, isJoin, tokenMoved } from './joins';
import { startListeners } from './listeners';
import { stopListening } from './listening';
import { beginBody, beginNext, instanceEnded, isBody } from './loops';
import { type Arrival, type Run } from './run';
import { endInstance } from './saga';
import type { ElementInstance, Variables } from './state';
import { applyInputs, applyOutputs, setVariables } from './variables';

/** Moves every token on its way until all wait or are gone, and looks at what depends on that. */
export function settle(run: Run): void {
  do {
    for (let next = run.nextArrival(); next; next = run.nextArrival()) arrive(run, next);
  } while (fireWaitingJoins(run));
}

function arrive(run: Run, arrival: Arrival): void {
  if ('condition' in arrival) return triggerCondition(run, arrival.condition);
  if ('compensation' in arrival) return continueCompensation(run, arrival.compensation);
  const { instance, scope, flow } = arrival;
  if (!run.isAlive(instance, scope)) return;
  if (arrival.ends) finishScope(run, instance, scope);
  else if (!flow) beginNext(run, run.element(scope));
  else if (isJoin(flow.target)) arriveAtGateway(run, instance, scope, flow);
  else enter(run, flow.target, instance, scope, { via: flow.id });
}

export interface Entry {
  /** The sequence flow that brought the token. */
  readonly via?: string;
  /** Compensation handlers: the entry of `compensable` they undo. */
  readonly undoes?: number;
  /** An instance of an activity that runs several times. */
  readonly loopCounter?: number;
  /** Local variables that are there before the input mappings. */
  readonly locals?: Variables;
}

/** Creates the element instance, maps its inputs, opens its boundary events and lets it work. */
export function enter(run: Run, node: FlowNode, instance: number, scope: number, entry: Entry = {}): void {
  const element = begin(run, node, instance, scope, entry);
  if (++run.steps > run.stepLimit) stopAtStepLimit(run, element, node);
  else activate(run, element, node);
}

/** What has taken too many steps without any wait stops as an incident; resolving it lets it go on for as many more. */
export function stopAtStepLimit(run: Run, element: ElementInstance, node: FlowNode): void {
  raiseIncident(
    run,
    element,
    'UNHANDLED_ERROR',
    'enter',
    `More than ${run.stepLimit} steps without any wait, last at ${node.id} of process ${run.score.id}. ` +
      'Check the loop: let it wait for a task, message or timer, or resolve the incident for as many steps more.',
  );
}

/** Creates the element instance alone: for events that have already happened when they are entered. */
export function begin(
  run: Run,
  node: FlowNode,
  instance: number,
  scope: number,
  entry: Entry = {},
): ElementInstance {
  const id = run.nextId();
  const { via, undoes, loopCounter, locals } = entry;
  // Written without spreading: this happens for every element of every process.
  const event: { -readonly [Key in keyof ElementEntered]: ElementEntered[Key] } = {
    type: 'ElementEntered',
    id,
    instance,
    elementId: node.id,
    scope,
    at: run.at,
  };
  if (via !== undefined) event.via = via;
  if (undoes !== undefined) event.undoes = undoes;
  if (loopCounter !== undefined) event.loopCounter = loopCounter;
  run.emit(event);
  const element = run.element(id);
  if (locals) setVariables(run, element, locals);
  return element;
}

/** The work of an element that has been entered; also where a resolved incident begins again. */
export function activate(run: Run, element: ElementInstance, node: FlowNode): void {
  if (isBody(element, node)) {
    if (openBoundaryEvents(run, element, node)) beginBody(run, element, node);
    closeAfterIncident(run, element);
    return;
  }
  const mapped =
    node.inputs.length === 0 ||
    guarded(run, element, 'IO_MAPPING', 'enter', () => applyInputs(run, element, node));
  if (!mapped || (node.listeners && startListeners(run, element, 'start'))) return;
  proceed(run, element, node);
}

/** Behind the input mappings and start listeners. */
export function proceed(run: Run, element: ElementInstance, node: FlowNode): void {
  if (element.loopCounter === undefined && !openBoundaryEvents(run, element, node)) return;
  if (!openEventSubProcesses(run, element, node)) return;
  guarded(run, element, 'EXPRESSION', 'enter', () => {
    const behavior = behaviorOf(node);
    if (!behavior.enter)
      throw new Error(`A token cannot enter ${node.id}: nothing may lead to a ${node.kind}.`);
    behavior.enter(run, element, node);
  });
  closeAfterIncident(run, element);
}

/** What could not begin listens to nothing; it will, when it begins again. */
function closeAfterIncident(run: Run, element: ElementInstance): void {
  const stuck = element.incidents?.some((id) => run.state.incidents[id]?.retry === 'enter');
  if (stuck && element.id in run.state.elements) stopListening(run, element);
}

/** False when the element is not there any more, or waits in an incident. */
export function openBoundaryEvents(run: Run, element: ElementInstance, node: FlowNode): boolean {
  if (node.boundaryEvents.length === 0) return true;
  const listening = guarded(run, element, 'EXPRESSION', 'enter', () => {
    for (const boundary of node.boundaryEvents)
      if (element.id in run.state.elements) behaviorOf(boundary).listen?.(run, element, boundary);
  });
  if (!listening) stopListening(run, element);
  // A buffered message may have interrupted the activity before it began.
  return listening && element.id in run.state.elements;
}

/**
 * Ends an element: maps its outputs, remembers it when it can be undone, and sends tokens along its outgoing flows.
 * `results` are variables that a worker or message brought; `local` keeps them from the scopes around it unless an
 * output mapping passes them on.
 */
export function complete(
  run: Run,
  element: ElementInstance,
  results?: Variables,
  options: { local?: boolean } = {},
): void {
  const node = run.node(element);
  if (isBody(element, node)) return leave(run, element, node);
  if (node.eventSubProcesses.length > 0) closeEventSubProcesses(run, element);
  const mapsOutputs = node.outputs.length > 0 || results !== undefined;
  const mapped =
    !mapsOutputs ||
    guarded(run, element, 'IO_MAPPING', 'complete', () =>
      applyOutputs(run, element, node, results, options.local),
    );
  if (!mapped) return;
  if (!node.listeners) return leave(run, element, node);
  stopListening(run, element);
  if (!startListeners(run, element, 'end')) leave(run, element, node);
}

/** Leaves an element whose outputs are mapped. */
export function leave(run: Run, element: ElementInstance, node: FlowNode): void {
  const flows = flowsBehind(run, element, node);
  if (!flows) return;
  if (flows.length === 0 && mustChoose(element, node)) {
    raiseIncident(run, element, 'CONDITION', 'leave', noFlow(node));
    return;
  }
  if (element.loopCounter !== undefined) {
    instanceEnded(run, element, node);
    return;
  }
  const adHoc = flows.length === 0 ? adHocAround(run, element, node) : undefined;
  const pathEnd = adHoc && endOfPath(run, element, adHoc);
  if (adHoc && !pathEnd) return;
  finish(run, element, node);
  if (element.undoes !== undefined) handlerCompleted(run, element);
  else if (pathEnd) pathEnded(run, pathEnd);
  else sendTokens(run, element.instance, element.scope, flows);
}

/** Undefined when a condition cannot be decided. */
function flowsBehind(run: Run, element: ElementInstance, node: FlowNode): FlowNode['outgoing'] | undefined {
  if (element.loopCounter !== undefined) return [];
  let flows: FlowNode['outgoing'] | undefined;
  guarded(run, element, 'EXPRESSION', 'leave', () => (flows = chooseFlows(run, element, node)));
  return flows;
}

const mustChoose = (element: ElementInstance, node: FlowNode): boolean =>
  node.outgoing.length > 0 &&
  element.undoes === undefined &&
  element.loopCounter === undefined &&
  node.kind !== 'eventBasedGateway';

/** The element instance is over: it listens to nothing, and can be undone if it has a handler. */
export function finish(run: Run, element: ElementInstance, node: FlowNode): void {
  stopListening(run, element);
  recordCompensable(run, element, node);
  run.emit({
    type: 'ElementCompleted',
    id: element.id,
    elementId: node.id,
    instance: element.instance,
    at: run.at,
  });
  tokenMoved(run, element.instance, element.scope);
}

const noFlow = (node: FlowNode) =>
  `No outgoing sequence flow of ${node.id} has a condition that is true, and none is the default. ` +
  'Correct the variables and resolve the incident, or draw a default flow in the next version.';

/** Sends a token along each flow; without any the scope may be finished. */
export function sendTokens(run: Run, instance: number, scope: number, flows: FlowNode['outgoing']): void {
  for (const flow of flows) {
    run.emit({ type: 'FlowTaken', instance, scope, flow: flow.id });
    run.send({ instance, scope, flow });
  }
  if (flows.length === 0) finishScope(run, instance, scope);
}

/** Completes a sub-process or process instance in which no token is left. */
export function finishScope(run: Run, instance: number, scope: number): void {
  if (!run.isAlive(instance, scope)) return;
  // What the last token has changed may trigger an event sub-process in this scope first.
  if (run.hasTrueConditions()) return run.send({ instance, scope, ends: true });
  if (scope === 0) {
    const { tokens, canceling } = run.instance(instance);
    if (tokens === 0 && !canceling) endInstance(run, instance);
    return;
  }
  const element = run.element(scope);
  if ((element.tokens ?? 0) !== 0) return;
  const { adHoc } = run.node(element);
  if (adHoc) adHocEmptied(run, element, adHoc);
  else complete(run, element);
}
