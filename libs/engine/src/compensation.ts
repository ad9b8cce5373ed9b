import type { FlowNode } from '@partitura/bpmn';
import { selfAndScopes } from './errors';
import type { Run } from './run';
import { finishUndo } from './saga';
import { nodeOf } from './score-index';
import type { CompletedActivity, ElementInstance } from './state';
import { complete, enter } from './tokens';

/** Remembers a completed activity that has a handler, with the local variables that the handler will see. */
export function recordCompensable(run: Run, element: ElementInstance): void {
  const [, ...scopes] = selfAndScopes(run, element);
  run.emit({
    type: 'ActivityCompensable',
    activity: {
      id: run.nextId(),
      instance: element.instance,
      elementInstance: element.id,
      element: element.element,
      scopes: scopes.map(({ id, element: scopeElement }) => ({ id, element: scopeElement })),
      ...(element.variables ? { locals: element.variables } : {}),
      ...(run.trace === undefined ? {} : { trace: run.trace }),
    },
  });
}

/**
 * A throw or end event undoes what has completed in its own scope: one activity when it names one, else all. It does not
 * reach into a sub-process that still runs.
 */
export function throwCompensation(run: Run, element: ElementInstance, node: FlowNode): void {
  const queue = run.state.compensable
    .filter(
      (activity) => activity.handler === undefined && isReached(run, activity, element, node.compensates),
    )
    .map(({ id }) => id);
  run.emit({ type: 'CompensationStarted', by: element.id, queue });
  continueCompensation(run, element.id);
}

function isReached(
  run: Run,
  activity: CompletedActivity,
  by: ElementInstance,
  named: string | undefined,
): boolean {
  if (activity.instance !== by.instance) return false;
  const own =
    by.scope === 0 ? activity.scopes.length : activity.scopes.findIndex(({ id }) => id === by.scope);
  if (own < 0) return false;
  const between = activity.scopes.slice(0, own);
  if (between.some(({ id }) => id in run.state.elements)) return false;
  return (
    named === undefined || activity.element === named || between.some(({ element }) => element === named)
  );
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
    complete(run, run.element(by));
  }
}

function nextActivity(run: Run, queue: readonly number[]): CompletedActivity | undefined {
  for (const id of [...queue].reverse()) {
    const activity = run.state.compensable.find((entry) => entry.id === id);
    // Another throw event may have undone it, or be about to: nothing is undone twice.
    if (activity && activity.handler === undefined) return activity;
  }
  return undefined;
}

function startHandler(run: Run, by: number, activity: CompletedActivity): void {
  const handler = nodeOf(run.processOf(activity.instance), activity.element).compensationHandler;
  if (!handler) throw new Error(`${activity.element} has no compensation handler any more.`);
  const scope = activity.scopes.find(({ id }) => id in run.state.elements)?.id ?? 0;
  run.emit({ type: 'CompensationHandlerStarted', by, activity: activity.id, handler: run.nextId() });
  enter(run, handler, activity.instance, scope, { undoes: activity.id, locals: activity.locals });
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
