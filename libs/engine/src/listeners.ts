import type { FlowNode, ListenerDefinition } from '@partitura/bpmn';
import { guarded } from './incidents';
import { createUserTask, requestAttempt } from './jobs';
import type { Run } from './run';
import type { ElementInstance, Job, ListenerPhase, Variables } from './state';
import { complete, leave, proceed } from './tokens';
import { asPositiveInteger, asText } from './typed-values';
import { applyOutputs, setVariables, visibleVariables } from './variables';

/**
 * Begins the listeners of a phase, one after the other; false when there are none, so that the caller goes on itself.
 * `results` are what the work of the element has brought, which they may add to.
 */
export function startListeners(
  run: Run,
  element: ElementInstance,
  node: FlowNode,
  phase: ListenerPhase,
  results?: Variables,
): boolean {
  if (!node.listeners) return false;
  const [first] = listenersOf(node, phase);
  if (!first) return false;
  createListenerJob(run, element, node, phase, 0, results);
  return true;
}

/** The listener for whose job an element waits. */
export const listenerOf = (node: FlowNode, { listener }: ElementInstance): ListenerDefinition | undefined =>
  listener && listenersOf(node, listener.phase)[listener.index];

function listenersOf({ listeners }: FlowNode, phase: ListenerPhase): readonly ListenerDefinition[] {
  if (phase === 'start' || phase === 'end') return listeners?.[phase] ?? [];
  return listeners?.task[phase] ?? [];
}

function createListenerJob(
  run: Run,
  element: ElementInstance,
  node: FlowNode,
  phase: ListenerPhase,
  index: number,
  results?: Variables,
): void {
  const listener = listenersOf(node, phase)[index];
  if (!listener) return;
  run.emit({
    type: 'ListenerStarted',
    id: element.id,
    phase,
    index,
    ...(results === undefined ? {} : { results }),
  });
  guarded(run, element, 'EXPRESSION', phase === 'start' ? 'enter' : 'leave', () => {
    const variables = visibleVariables(run, element);
    const type = asText(
      listener.type.evaluate(variables, run.at),
      `The job type of a listener of ${node.id}`,
    );
    const retries = asPositiveInteger(
      listener.retries.evaluate(variables, run.at),
      `The number of retries of a listener of ${node.id}`,
    );
    const job: Job = {
      id: run.nextId(),
      element: element.id,
      kind: phase === 'start' || phase === 'end' ? 'executionListener' : 'taskListener',
      type,
      attempt: 0,
      retries,
      backoffMs: 0,
      state: 'waiting',
    };
    run.emit({ type: 'JobCreated', job });
    requestAttempt(run, run.state.jobs[job.id] as Job, retries);
  });
}

/** A listener's job is done: the next one begins, or the element goes on where its listeners stopped it. */
export function listenerDone(run: Run, element: ElementInstance, variables: Variables): void {
  const { listener } = element;
  if (!listener) return;
  const node = run.node(element);
  const { phase, index } = listener;
  const results = listener.results || phase === 'end' ? { ...listener.results, ...variables } : undefined;
  if (!results) setVariables(run, element, variables);
  if (index + 1 < listenersOf(node, phase).length) {
    createListenerJob(run, element, node, phase, index + 1, results);
    return;
  }
  run.emit({ type: 'ListenersDone', id: element.id });
  switch (phase) {
    case 'start':
      return proceed(run, element, node);
    case 'end': {
      const mapped = guarded(run, element, 'IO_MAPPING', 'leave', () =>
        applyOutputs(run, element, node, results),
      );
      if (mapped) leave(run, element, node);
      return;
    }
    case 'creating': {
      guarded(run, element, 'EXPRESSION', 'enter', () => createUserTask(run, element, node));
      return;
    }
    case 'completing':
      return complete(run, element, results);
    default:
      return;
  }
}
