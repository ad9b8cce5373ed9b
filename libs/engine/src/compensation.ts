import type { FlowNode } from '@partitura/bpmn';
import { tick } from './distribution/logical-time';
import { partIsQuiet } from './distribution/stop';
import { selfAndScopes } from './errors';
import { triggerEventSubProcess } from './event-sub-processes';
import { hostOf } from './hosts';
import type { Run } from './run';
import { finishUndo } from './saga';
import { compensationBoundaryOf, nodeOf } from './score-index';
import type { CompletedActivity, ElementInstance } from './state';
import { begin, complete, enter } from './tokens';
import { leaveCancelledTransaction } from './transactions';

/** The event sub-process that undoes a completed sub-process. */
const compensationStartOf = ({ eventSubProcesses }: FlowNode): FlowNode | undefined =>
  eventSubProcesses.find(({ startEvent }) => startEvent?.kind === 'compensationStartEvent')?.startEvent;

/** Remembers a completed activity that has a handler, with the local variables that the handler will see. */
export function recordCompensable(run: Run, element: ElementInstance, node: FlowNode): void {
  const inside = node.eventSubProcesses.length > 0 ? compensationStartOf(node) : undefined;
  // One handler undoes all instances of a multi-instance; each turn of a standard loop is undone for itself.
  const own =
    node.compensationHandler && (node.loop?.kind === 'standardLoop') === (element.loopCounter !== undefined);
  if (!inside && !own) return;
  if (inside && !node.compensationHandler && node.loop && element.loopCounter === undefined) return;
  const [, ...scopes] = selfAndScopes(run, element);
  run.emit({
    type: 'ActivityCompensable',
    activity: {
      id: run.nextId(),
      instance: element.instance,
      elementInstance: element.id,
      element: element.element,
      scopes: scopes.map(({ id, instance, element: scopeElement }) => ({
        id,
        instance,
        element: scopeElement,
      })),
      ...(element.variables ? { locals: element.variables } : {}),
      ...(coversItsInside(node) ? { unit: true as const } : {}),
      ...(run.trace === undefined ? {} : { trace: run.trace }),
      ...(run.state.part ? { time: tick(run.state.part.time, run.at) } : {}),
    },
  });
}

const coversItsInside = ({ kind }: FlowNode): boolean =>
  kind === 'subProcess' || kind === 'transaction' || kind === 'adHocSubProcess' || kind === 'callActivity';

/**
 * A throw or end event undoes what has completed in its own scope: one activity when it names one, else all. It does not
 * reach into a sub-process that still runs. From an event sub-process it reaches the scope around as well; from one that
 * undoes a sub-process, what has completed in that.
 */
export function throwCompensation(run: Run, element: ElementInstance, node: FlowNode): void {
  const queue = reachedFrom(run, element)
    .filter(
      (activity) => activity.handler === undefined && isNamed(activity, element.scope, node.compensates),
    )
    .map(({ id }) => id)
    .sort((a, b) => a - b);
  run.emit({ type: 'CompensationStarted', by: element.id, queue });
  continueCompensation(run, element.id);
}

function reachedFrom(run: Run, { instance, scope }: ElementInstance): readonly CompletedActivity[] {
  if (scope === 0) return completedIn(run, instance);
  const around = run.element(scope);
  const own = entriesOf(run, around.compensables).filter(({ within }) => within === undefined);
  if (run.node(around).kind !== 'eventSubProcess') return own;
  if (around.undoes === undefined) return [...own, ...reachedFrom(run, around)];
  return [...own, ...entriesOf(run, run.state.compensable[around.undoes]?.covers)];
}

const entriesOf = (run: Run, ids: readonly number[] = []): CompletedActivity[] =>
  ids.flatMap((id) => run.state.compensable[id] ?? []);

/** What has completed in a process instance, processes that it has called included, and in no scope that still runs. */
const completedIn = (run: Run, instance: number): CompletedActivity[] =>
  Object.values(run.state.compensable).filter((activity) => {
    if (activity.within !== undefined) return false;
    const last = activity.scopes.findLastIndex((around) => around.instance === instance);
    if (last < 0 && activity.instance !== instance) return false;
    return !activity.scopes.slice(0, last + 1).some(({ id }) => id in run.state.elements);
  });

/** Whether a throw event in `scope` that names an activity means this one, or what has completed inside it. */
function isNamed({ element, scopes }: CompletedActivity, scope: number, named: string | undefined): boolean {
  if (named === undefined || element === named) return true;
  const outermost = scopes.findIndex(({ id }) => id === scope);
  const between = outermost < 0 ? scopes : scopes.slice(0, outermost);
  return between.some((around) => around.element === named);
}

/** Starts the next handler when none runs; without one left the throwing event, or the saga's undo, is done. */
export function continueCompensation(run: Run, by: number): void {
  const compensation = run.state.compensations[by];
  if (!compensation || compensation.running.length > 0) return;
  const activity = nextActivity(run, compensation.queue);
  if (activity) startHandler(run, by, activity);
  else if (by === 0) {
    if (run.state.part) partIsQuiet(run);
    else finishUndo(run);
  } else {
    run.emit({ type: 'CompensationEnded', by });
    const element = run.element(by);
    if (run.node(element).kind === 'cancelEndEvent') leaveCancelledTransaction(run, element);
    else complete(run, element);
  }
}

function nextActivity(run: Run, queue: readonly number[]): CompletedActivity | undefined {
  for (let place = queue.length - 1; place >= 0; place--) {
    const activity = run.state.compensable[queue[place] as number];
    // Another throw event may have undone it, or be about to: nothing is undone twice.
    if (activity && activity.handler === undefined) return activity;
  }
  return undefined;
}

function startHandler(run: Run, by: number, activity: CompletedActivity): void {
  const node = nodeOf(run.processOf(activity.instance), activity.element);
  const scope = activity.scopes.find(
    ({ id, instance }) => instance === activity.instance && id in run.state.elements,
  )?.id;
  run.goesOn(activity.id);
  if (node.compensationHandler) passBoundary(run, activity, scope ?? 0);
  run.emit({ type: 'CompensationHandlerStarted', by, activity: activity.id, handler: run.nextId() });
  const entry = { undoes: activity.id, ...(activity.locals ? { locals: activity.locals } : {}) };
  if (node.compensationHandler) {
    enter(run, node.compensationHandler, activity.instance, scope ?? 0, entry);
    return;
  }
  const start = compensationStartOf(node);
  if (!start) throw new Error(`${activity.element} has no compensation handler any more.`);
  triggerEventSubProcess(run, hostOf(run, scope ?? activity.instance), start, undefined, entry);
}

/** The compensation boundary event has triggered; nothing but the association leads on from it. */
function passBoundary(run: Run, { instance, element }: CompletedActivity, scope: number): void {
  const boundary = compensationBoundaryOf(run.processOf(instance), element);
  if (!boundary) return;
  const { id } = begin(run, boundary, instance, scope);
  run.emit({ type: 'ElementCompleted', id, elementId: boundary.id, instance, at: run.at });
}

/** A handler has ended, or a person has skipped it: the next one may begin. */
export function handlerCompleted(run: Run, handler: ElementInstance): void {
  if (handler.undoes === undefined) return;
  const by = run.state.compensable[handler.undoes]?.by;
  if (by === undefined) return;
  run.emit({ type: 'CompensationHandlerEnded', by, activity: handler.undoes, handler: handler.id });
  run.send({ compensation: by });
}
