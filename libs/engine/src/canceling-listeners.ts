import type { ListenerDefinition, ProcessModel } from '@partitura/bpmn';
import { isExpected, raiseScopeIncident } from './incidents';
import { requestAttempt } from './jobs';
import type { Run } from './run';
import type { CancelingListener, ElementInstance, InstanceState, Job, Variables } from './state';
import { finishScope } from './tokens';
import { asPositiveInteger, asText } from './typed-values';
import { visibleVariables } from './variables';

/**
 * A user task is cancelled, and its listeners of that are asked, one after the other. The task itself is gone by then, so
 * that nothing else has to wait: their jobs belong to the process instance, which does not complete before they are done.
 */
export function askCancelingListeners(run: Run, element: ElementInstance): void {
  const process = run.processOf(element.instance);
  if (run.state.status !== 'active' || !listenerAt(process, { element: element.element, index: 0 })) return;
  if (!hasBegun(run, element)) return;
  ask(
    run,
    run.instance(element.instance),
    { element: element.element, index: 0 },
    visibleVariables(run, element),
  );
}

/** Whether people have seen it, or its other listeners. */
function hasBegun(run: Run, { job, listener }: ElementInstance): boolean {
  if (listener && listener.phase !== 'start' && listener.phase !== 'end') return true;
  return job !== undefined && run.state.jobs[job]?.kind === 'user';
}

export const listenerAt = (
  { elements }: ProcessModel,
  { element, index }: CancelingListener,
): ListenerDefinition | undefined => elements.get(element)?.listeners?.task.canceling?.[index];

function ask(
  run: Run,
  instance: InstanceState,
  canceling: CancelingListener,
  variables: Readonly<Variables>,
): void {
  const listener = listenerAt(run.processOf(instance.id), canceling);
  if (!listener) return;
  const where = `of a listener of ${canceling.element}`;
  try {
    const job: Job = {
      id: run.nextId(),
      element: instance.id,
      kind: 'taskListener',
      type: asText(listener.type.evaluate(variables, run.at), `The job type ${where}`),
      attempt: 0,
      retries: asPositiveInteger(
        listener.retries.evaluate(variables, run.at),
        `The number of retries ${where}`,
      ),
      backoffMs: 0,
      state: 'waiting',
      canceling,
    };
    run.emit({ type: 'JobCreated', job });
    requestAttempt(run, run.state.jobs[job.id] as Job, job.retries, variables);
  } catch (error) {
    if (!isExpected(error)) throw error;
    raiseScopeIncident(run, instance, {
      type: 'EXPRESSION',
      retry: 'listener',
      elementId: canceling.element,
      message: error.message,
      canceling,
    });
  }
}

/** A person has removed the cause why a listener could not be asked. */
export const askCancelingAgain = (run: Run, instance: InstanceState, canceling: CancelingListener): void =>
  ask(run, instance, canceling, instance.variables);

/** The next one, or the process instance may complete. */
export function cancelingListenerDone(run: Run, instance: InstanceState, done: CancelingListener): void {
  const next = { ...done, index: done.index + 1 };
  if (listenerAt(run.processOf(instance.id), next)) ask(run, instance, next, instance.variables);
  else finishScope(run, instance.id, 0);
}
