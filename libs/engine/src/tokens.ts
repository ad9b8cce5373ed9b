import type { FlowNode } from '@partitura/bpmn';
import { behaviorOf } from './elements';
import { recordCompensable, handlerCompleted } from './compensation';
import { chooseFlows } from './flows';
import { guarded, raiseIncident } from './incidents';
import { stopListening } from './listening';
import { type Arrival, type Run, STEP_LIMIT } from './run';
import { endInstance } from './saga';
import type { ElementInstance, Variables } from './state';
import { applyInputs, applyOutputs, setVariables } from './variables';

/** Moves every token on its way until all wait or are gone. */
export function settle(run: Run): void {
  for (let next = run.arrivals.shift(); next; next = run.arrivals.shift()) arrive(run, next);
}

function arrive(run: Run, { instance, scope, flow }: Arrival): void {
  if (!run.isAlive(instance, scope)) return;
  const node = flow.target;
  if (node.kind !== 'parallelGateway' || node.incoming.length < 2) {
    enter(run, node, instance, scope, { via: flow.id });
    return;
  }
  run.emit({ type: 'TokenArrivedAtJoin', instance, scope, element: node.id, flow: flow.id });
  const joins = scope === 0 ? run.instance(instance).joins : run.element(scope).joins;
  const waiting = joins?.[node.id] ?? {};
  if (node.incoming.some(({ id }) => !waiting[id])) return;
  run.emit({
    type: 'JoinFired',
    instance,
    scope,
    element: node.id,
    flows: node.incoming.map(({ id }) => id),
  });
  enter(run, node, instance, scope);
}

export interface Entry {
  /** The sequence flow that brought the token. */
  readonly via?: string;
  /** Compensation handlers: the entry of `compensable` they undo. */
  readonly undoes?: number;
  /** Local variables that are there before the input mappings. */
  readonly locals?: Variables;
}

/** Creates the element instance, maps its inputs, opens its boundary events and lets it work. */
export function enter(run: Run, node: FlowNode, instance: number, scope: number, entry: Entry = {}): void {
  const element = begin(run, node, instance, scope, entry);
  if (++run.steps > STEP_LIMIT)
    raiseIncident(run, element, 'UNHANDLED_ERROR', 'enter', loopWithoutWait(run, node));
  else activate(run, element, node);
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
  const { via, undoes, locals } = entry;
  run.emit({
    type: 'ElementEntered',
    id,
    instance,
    elementId: node.id,
    scope,
    ...(via === undefined ? {} : { via }),
    ...(undoes === undefined ? {} : { undoes }),
    at: run.at,
  });
  const element = run.element(id);
  if (locals) setVariables(run, element, locals);
  return element;
}

const loopWithoutWait = (run: Run, node: FlowNode) =>
  `More than ${STEP_LIMIT} steps without any wait, last at ${node.id} of process ${run.score.id}. ` +
  'Check the loop: let it wait for a task, message or timer, or resolve the incident for as many steps more.';

/** The work of an element that has been entered; also where a resolved incident begins again. */
export function activate(run: Run, element: ElementInstance, node: FlowNode): void {
  const opened = guarded(run, element, 'IO_MAPPING', 'enter', () => applyInputs(run, element, node));
  if (!opened) return;
  const listening = guarded(run, element, 'EXPRESSION', 'enter', () => {
    for (const boundary of node.boundaryEvents)
      if (element.id in run.state.elements) behaviorOf(boundary).listen?.(run, element, boundary);
  });
  if (!listening) {
    stopListening(run, element);
    return;
  }
  // A buffered message may have interrupted the activity before it began.
  if (!(element.id in run.state.elements)) return;
  guarded(run, element, 'EXPRESSION', 'enter', () => {
    const behavior = behaviorOf(node);
    if (!behavior.enter)
      throw new Error(`A token cannot enter ${node.id}: nothing may lead to a ${node.kind}.`);
    behavior.enter(run, element, node);
  });
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
  const mapped = guarded(run, element, 'IO_MAPPING', 'leave', () =>
    applyOutputs(run, element, node, results, options.local),
  );
  if (mapped) leave(run, element, node);
}

/** Leaves an element whose outputs are mapped. */
export function leave(run: Run, element: ElementInstance, node: FlowNode): void {
  let flows: FlowNode['outgoing'] = [];
  const chosen = guarded(run, element, 'EXPRESSION', 'leave', () => {
    flows = chooseFlows(run, element, node);
  });
  if (!chosen) return;
  if (flows.length === 0 && node.outgoing.length > 0) {
    raiseIncident(run, element, 'CONDITION', 'leave', noFlow(node));
    return;
  }
  stopListening(run, element);
  if (node.compensationHandler) recordCompensable(run, element);
  run.emit({
    type: 'ElementCompleted',
    id: element.id,
    elementId: node.id,
    instance: element.instance,
    at: run.at,
  });
  if (element.undoes !== undefined) handlerCompleted(run, element);
  else sendTokens(run, element.instance, element.scope, flows);
}

const noFlow = (node: FlowNode) =>
  `No outgoing sequence flow of ${node.id} has a condition that is true, and none is the default. ` +
  'Correct the variables and resolve the incident, or draw a default flow in the next version.';

/** Sends a token along each flow; without any the scope may be finished. */
export function sendTokens(run: Run, instance: number, scope: number, flows: FlowNode['outgoing']): void {
  for (const flow of flows) {
    run.emit({ type: 'FlowTaken', instance, scope, flow: flow.id });
    run.arrivals.push({ instance, scope, flow });
  }
  if (flows.length === 0) finishScope(run, instance, scope);
}

/** Completes a sub-process or process instance in which no token is left. */
export function finishScope(run: Run, instance: number, scope: number): void {
  if (!run.isAlive(instance, scope)) return;
  if (scope === 0) {
    if (run.instance(instance).tokens === 0) endInstance(run, instance);
    return;
  }
  const element = run.element(scope);
  if ((element.tokens ?? 0) === 0) complete(run, element);
}
