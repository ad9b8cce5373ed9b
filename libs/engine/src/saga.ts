import type { FlowNode, ProcessModel } from '@partitura/bpmn';
import { calledProcessEnded } from './calls';
import { continueCompensation } from './compensation';
import { failPart } from './distribution/stop';
import { selfAndScopes } from './errors';
import { listenFor } from './event-sub-processes';
import { dropIncidents, isExpected, raiseScopeIncident } from './incidents';
import { startListeners } from './listeners';
import { stopListening } from './listening';
import type { Run } from './run';
import { nodeOf } from './score-index';
import { beginProcess } from './starts';
import type { CompletedActivity, FinalStatus, InstanceState, ProcessStart, Reason, Variables } from './state';
import { terminate, terminateAll } from './terminate';
import { withdrawJob } from './withdrawal';

/** A called process: its score version where that is not the saga's, and the call activity's element instance. */
export interface Call {
  readonly score: string;
  readonly parent: number;
}

/** Starts a process instance in the saga, at its none start event or at one that a message, signal or timer has reached. */
export function startInstance(
  run: Run,
  process: ProcessModel,
  start: FlowNode,
  variables: Variables,
  call?: Call,
): void {
  const id = beginInstance(run, process, areKnownAtOnce(process, start) ? variables : {}, call);
  openBehindListeners(run, run.instance(id), start, variables);
}

/** The process instance alone, which does nothing yet; gives its local id. */
export function beginInstance(run: Run, process: ProcessModel, variables: Variables, call?: Call): number {
  const id = run.nextId();
  run.emit({
    type: 'InstanceStarted',
    id,
    process: process.id,
    variables,
    ...(call === undefined ? {} : { parent: call.parent }),
    ...(call === undefined || call.score === run.state.score ? {} : { score: call.score }),
    at: run.at,
  });
  return id;
}

/** Lets a process instance begin its work, behind its start listeners if it has some. */
export function openBehindListeners(
  run: Run,
  instance: InstanceState,
  start: FlowNode,
  variables: Variables,
): void {
  const first = { start: { event: start.id, variables } };
  if (!run.processOf(instance.id).listeners || !startListeners(run, instance, 'start', first))
    openInstance(run, instance, start, variables);
}

/**
 * Whether an instance has its variables before its start event sets them: event sub-processes listen from the beginning,
 * and their correlation keys, timers and conditions may need what the message has brought.
 */
function areKnownAtOnce(process: ProcessModel, start: FlowNode): boolean {
  if (start.kind === 'noneStartEvent') return true;
  return process.eventSubProcesses.length > 0 && start.outputs.length === 0 && start.triggerOf === undefined;
}

/** Behind the start listeners of the process. */
export function continueStart(run: Run, instance: InstanceState, { event, variables }: ProcessStart): void {
  openInstance(run, instance, nodeOf(run.processOf(instance.id), event), variables);
}

/** Lets a process instance listen for its event sub-processes, then puts its first token in. */
export function openInstance(run: Run, instance: InstanceState, start: FlowNode, variables: Variables): void {
  const process = run.processOf(instance.id);
  try {
    if (process.eventSubProcesses.length > 0) listenFor(run, instance);
  } catch (error) {
    if (!isExpected(error)) throw error;
    stopListening(run, instance);
    raiseScopeIncident(run, instance, {
      type: 'EXPRESSION',
      retry: 'start',
      elementId: process.id,
      message: error.message,
      start: { event: start.id, variables },
    });
    return;
  }
  // A message that came early, or a condition that is true already, may have interrupted it.
  if (!instance.interrupted) beginProcess(run, instance.id, start, variables);
}

/** What a process instance itself waits for is over. */
export function stopInstance(run: Run, instance: InstanceState): void {
  withdrawJob(run, instance, false);
  stopListening(run, instance);
  dropIncidents(run, instance);
}

/** Ends a process instance without tokens; with the last one the saga has completed. */
export function endInstance(run: Run, id: number): void {
  const instance = run.instance(id);
  stopInstance(run, instance);
  if (!startListeners(run, instance, 'end')) continueEnd(run, instance);
}

/** Behind the end listeners of the process. */
export function continueEnd(run: Run, instance: InstanceState): void {
  run.emit({ type: 'InstanceEnded', id: instance.id, state: 'completed', at: run.at });
  if (instance.parent !== undefined) return calledProcessEnded(run, instance);
  // On several hosts it ends when all of them are done.
  if (run.state.part) return;
  for (const other in run.state.instances) if (run.state.instances[other]?.state === 'active') return;
  endSaga(run, 'completed');
}

/** A person has taken the last token out of a process instance. */
export function endInstanceByHand(run: Run, id: number): void {
  stopInstance(run, run.instance(id));
  run.emit({ type: 'InstanceEnded', id, state: 'canceled', at: run.at });
  if (run.state.part) return;
  const states = Object.values(run.state.instances).map(({ state }) => state);
  if (!states.includes('active')) endSaga(run, states.includes('completed') ? 'completed' : 'cancelled');
}

/** Stops what is active and undoes what is complete, one activity after the other, latest first (P5). */
export function undoSaga(run: Run, reason: Reason): void {
  if (run.state.part) return failPart(run, reason);
  stopToUndo(run, reason);
  const queue = compensableOf(run).map(({ id }) => id);
  run.emit({ type: 'CompensationStarted', by: 0, queue });
  continueCompensation(run, 0);
}

/** What has completed and is undone for itself, in order of completion. */
export const compensableOf = ({ state }: Run): CompletedActivity[] =>
  Object.values(state.compensable).filter(
    ({ handler, within }) => handler === undefined && within === undefined,
  );

/** Stops everything but the handlers that are at work. */
export function stopToUndo(run: Run, reason: Reason): void {
  run.emit({ type: 'SagaUndoStarted', reason });
  const kept = keptForHandlers(run);
  run.forgetArrivalsWhere(({ scope }) => kept.scopes.has(scope));
  for (const id of kept.scopes) stopListening(run, run.element(id));
  for (const instance of Object.values(run.state.instances))
    if (!isCalledByHandler(instance, kept)) stopInstance(run, instance);
  for (const element of Object.values(run.state.elements).reverse())
    if (element.id in run.state.elements && !kept.all.has(element.id)) terminate(run, element);
}

interface Kept {
  /** Handlers, everything inside them, and the scopes around them. */
  readonly all: ReadonlySet<number>;
  readonly scopes: ReadonlySet<number>;
}

const isCalledByHandler = ({ parent }: InstanceState, { all, scopes }: Kept): boolean =>
  parent !== undefined && all.has(parent) && !scopes.has(parent);

/** Handlers already at work are awaited, with the scopes around them and everything inside them. */
function keptForHandlers(run: Run): Kept {
  const scopes = new Set<number>();
  const all = new Set<number>();
  for (const element of Object.values(run.state.elements)) {
    const chain = selfAndScopes(run, element);
    const handler = chain.findIndex(({ undoes }) => undoes !== undefined);
    if (handler < 0) continue;
    for (const { id } of chain) all.add(id);
    for (const { id } of chain.slice(handler + 1)) scopes.add(id);
  }
  return { all, scopes };
}

/** The last handler is done: every instance of the saga, also those that had completed before, is compensated. */
export function finishUndo(run: Run, told?: true): void {
  terminateAll(run, Object.keys(run.state.elements).map(Number).reverse(), false);
  run.emit({ type: 'CompensationEnded', by: 0 });
  for (const { id, state } of Object.values(run.state.instances))
    if (state !== 'canceled') run.emit({ type: 'InstanceEnded', id, state: 'compensated', at: run.at });
  endSaga(run, 'compensated', told);
}

/** Stops every active instance and undoes nothing. */
export function cancelSaga(run: Run): void {
  cancelInstances(run);
  endSaga(run, 'cancelled');
}

export function cancelInstances(run: Run): void {
  run.forgetArrivals();
  terminateAll(run, Object.keys(run.state.elements).map(Number).reverse(), false);
  for (const instance of Object.values(run.state.instances)) stopInstance(run, instance);
  // The undoing of a plain process has no element that ends it.
  for (const by of Object.keys(run.state.compensations).map(Number))
    run.emit({ type: 'CompensationEnded', by });
  for (const { id, state } of Object.values(run.state.instances))
    if (state === 'active') run.emit({ type: 'InstanceEnded', id, state: 'canceled', at: run.at });
}

/** `told`: another host has decided it. */
export function endSaga(run: Run, status: FinalStatus, told?: true): void {
  run.emit({ type: 'SagaEnded', status, ...(told ? { told } : {}), at: run.at });
}
