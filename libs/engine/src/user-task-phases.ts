import type { FlowNode } from '@partitura/bpmn';
import { guarded } from './incidents';
import { createUserTask } from './jobs';
import { startListeners } from './listeners';
import type { Run } from './run';
import type { ElementInstance, Job, ListenerState, UserTaskState, Variables } from './state';
import { complete } from './tokens';
import { userTaskAttributes } from './user-tasks';
import { visibleVariables } from './variables';

/** A user task waits for a person: behind the listeners of its creation and of its assignment. */
export function enterUserTask(run: Run, element: ElementInstance, node: FlowNode): void {
  userTaskAttributes(node, visibleVariables(run, element), run.at);
  if (!startListeners(run, element, 'creating')) assignAtCreation(run, element, node);
}

function assignAtCreation(run: Run, element: ElementInstance, node: FlowNode): void {
  const task = userTaskAttributes(node, visibleVariables(run, element), run.at);
  const assigned = task.assignee !== undefined && startListeners(run, element, 'assigning');
  if (!assigned) createUserTask(run, element, node, task);
}

/** A person has done it: it completes behind its listeners. */
export function completeUserTask(run: Run, element: ElementInstance, variables: Variables): void {
  if (!startListeners(run, element, 'completing', { results: variables })) complete(run, element, variables);
}

/** Somebody assigns it, or changes something else of it: this counts behind the listeners. */
export function changeUserTask(run: Run, { id, element }: Job, changes: UserTaskState): void {
  const phase = changes.assignee === undefined ? 'updating' : 'assigning';
  if (!startListeners(run, run.element(element), phase, { changes, userTask: id }))
    run.emit({ type: 'UserTaskChanged', job: id, task: changes });
}

/** Where a user task goes on behind the listeners of a phase. */
export function continueUserTask(run: Run, element: ElementInstance, listener: ListenerState): void {
  const node = run.node(element);
  const { phase, results, changes, userTask } = listener;
  if (phase === 'completing') complete(run, element, results);
  else if (userTask !== undefined) run.emit({ type: 'UserTaskChanged', job: userTask, task: changes ?? {} });
  else
    guarded(run, element, 'EXPRESSION', 'enter', () => {
      if (phase === 'creating') assignAtCreation(run, element, node);
      else
        createUserTask(run, element, node, userTaskAttributes(node, visibleVariables(run, element), run.at));
    });
}
