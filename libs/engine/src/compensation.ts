import type { FlowNode } from '@partitura/bpmn';
import { selfAndScopes } from './errors';
import { triggerEventSubProcess } from './event-sub-processes';
import { hostOf } from './hosts';
import type { Run } from './run';
import { finishUndo } from './saga';
import { nodeOf } from './score-index';
import type { CompletedActivity, ElementInstance, ScopeRef } from './state';
import { complete, enter } from './tokens';
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
    },
  });
}

const coversItsInside = ({ kind }: FlowNode): boolean =>
  kind === 'subProcess' || kind === 'transaction' || kind === 'adHocSubProcess' || kind === 'callActivity';

/**
 * A throw or end event undoes what has completed in its own scope: one activity when it names one, else all. It does not
 * reach into a sub-process that still runs. In an event sub-process its scope is the one around; in one that undoes a
 * sub-process, what has completed in that.
 */
export function throwCompensation(run: Run, element: ElementInstance, node: FlowNode): void {
  const reach = reachOf(run, element);
  const queue = Object.values(run.state.compensable)
    .filter((activity) => activity.handler === undefined && isReached(run, activity, reach, node.compensates))
    .map(({ id }) => id);
  run.emit({ type: 'CompensationStarted', by: element.id, queue });
  continueCompensation(run, element.id);
}

interface ReachOfThrow {
  readonly instance: number;
  /** Element instance; 0: the whole process instance. */
  readonly scope: number;
  /** The completed unit that is being undone. */
  readonly within?: number;
}

function reachOf(run: Run, { instance, scope }: ElementInstance): ReachOfThrow {
  const around = scope === 0 ? undefined : run.element(scope);
  if (!around || run.node(around).kind !== 'eventSubProcess') return { instance, scope };
  if (around.undoes !== undefined) return { instance, scope, within: around.undoes };
  return reachOf(run, around);
}

function isReached(
  run: Run,
  activity: CompletedActivity,
  { instance, scope, within }: ReachOfThrow,
  named: string | undefined,
): boolean {
  if (within !== undefined) return activity.within === within && isNamed(activity, activity.scopes, named);
  if (activity.within !== undefined) return false;
  const between = scopesBelow(activity, instance, scope);
  if (!between || between.some(({ id }) => id in run.state.elements)) return false;
  return isNamed(activity, between, named);
}

const isNamed = (
  activity: CompletedActivity,
  around: readonly ScopeRef[],
  named: string | undefined,
): boolean =>
  named === undefined || activity.element === named || around.some(({ element }) => element === named);

/** The scopes of an activity that lie inside a scope; undefined when it has not completed in there. */
function scopesBelow(
  { instance, scopes }: CompletedActivity,
  ofInstance: number,
  scope: number,
): readonly ScopeRef[] | undefined {
  if (scope !== 0) {
    const place = scopes.findIndex(({ id }) => id === scope);
    return place < 0 ? undefined : scopes.slice(0, place);
  }
  const last = scopes.findLastIndex((around) => around.instance === ofInstance);
  if (last < 0 && instance !== ofInstance) return undefined;
  return scopes.slice(0, last + 1);
}

/** Starts the next handler when none runs; without one left the throwing event, or the saga's undo, is done. */
export function continueCompensation(run: Run, by: number): void {
  const compensation = run.state.compensations[by];
  if (!compensation || compensation.running.length > 0) return;
  const activity = nextActivity(run, compensation.queue);
  if (activity) startHandler(run, by, activity);
  else if (by === 0) finishUndo(run);
  else {
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

/** A handler has ended, or a person has skipped it: the next one may begin. */
export function handlerCompleted(run: Run, handler: ElementInstance): void {
  const by = Object.keys(run.state.compensations)
    .map(Number)
    .find((key) => run.state.compensations[key]?.running.includes(handler.id));
  if (by === undefined || handler.undoes === undefined) return;
  run.emit({ type: 'CompensationHandlerEnded', by, activity: handler.undoes, handler: handler.id });
  continueCompensation(run, by);
}
