import type { ListenerDefinition } from '@partitura/bpmn';
import { type Host, instanceIdOf, isElement, nameOf, scopeIdOf, variablesAt } from './hosts';
import { isExpected, raiseAt } from './incidents';
import { requestAttempt } from './jobs';
import type { Run } from './run';
import { continueEnd, continueStart } from './saga';
import type { Job, ListenerPhase, ListenerState, Variables } from './state';
import { complete, leave, proceed } from './tokens';
import { asPositiveInteger, asText } from './typed-values';
import { continueUserTask } from './user-task-phases';
import { setIn } from './variables';

/** With what an element or process instance goes on behind the listeners of a phase. */
export type Carried = Omit<ListenerState, 'phase' | 'index'>;

/**
 * Begins the listeners of a phase, one after the other (as in Camunda 8); false when there are none, so that the caller goes
 * on itself.
 */
export function startListeners(run: Run, host: Host, phase: ListenerPhase, carried: Carried = {}): boolean {
  if (listenersOf(run, host, phase).length === 0) return false;
  askListener(run, host, { phase, index: 0, ...carried });
  return true;
}

/** The listener for whose job an element or process instance waits. */
export const listenerOf = (run: Run, host: Host): ListenerDefinition | undefined =>
  host.listener && listenersOf(run, host, host.listener.phase)[host.listener.index];

function listenersOf(run: Run, host: Host, phase: ListenerPhase): readonly ListenerDefinition[] {
  const { listeners } = isElement(host) ? run.node(host) : run.processOf(host.id);
  if (phase === 'start' || phase === 'end') return listeners?.[phase] ?? [];
  return listeners?.task[phase] ?? [];
}

function askListener(run: Run, host: Host, listener: ListenerState): void {
  run.emit({ type: 'ListenerStarted', id: host.id, listener });
  askAgain(run, host);
}

/** Creates the job of the listener at which an element or process instance stands. */
export function askAgain(run: Run, host: Host): void {
  try {
    const job = jobFor(run, host);
    if (!job) return;
    run.emit({ type: 'JobCreated', job });
    requestAttempt(run, run.state.jobs[job.id] as Job, job.retries);
  } catch (error) {
    if (!isExpected(error)) throw error;
    raiseAt(run, host, { type: 'EXPRESSION', retry: 'listener', message: error.message });
  }
}

function jobFor(run: Run, host: Host): Job | undefined {
  const { phase } = host.listener ?? {};
  const listener = listenerOf(run, host);
  if (!listener) return undefined;
  const variables = variablesAt(run, host);
  const where = `of a listener of ${nameOf(run, host)}`;
  const type = asText(listener.type.evaluate(variables, run.at), `The job type ${where}`);
  const retries = asPositiveInteger(
    listener.retries.evaluate(variables, run.at),
    `The number of retries ${where}`,
  );
  return {
    id: run.nextId(),
    element: host.id,
    kind: phase === 'start' || phase === 'end' ? 'executionListener' : 'taskListener',
    type,
    attempt: 0,
    retries,
    backoffMs: 0,
    state: 'waiting',
  };
}

/**
 * A listener's job is done: the next one begins, or the element goes on where its listeners stopped it. What a listener at
 * the end brings goes to the scope around, what any other brings stays in the element's own.
 */
export function listenerDone(run: Run, host: Host, variables: Variables): void {
  const { listener } = host;
  if (!listener) return;
  const { phase, index } = listener;
  const scope = phase === 'end' && isElement(host) ? host.scope : scopeIdOf(host);
  setIn(run, instanceIdOf(host), scope, variables);
  if (index + 1 < listenersOf(run, host, phase).length) {
    askListener(run, host, { ...listener, index: index + 1 });
    return;
  }
  run.emit({ type: 'ListenersDone', id: host.id });
  goOn(run, host, listener);
}

function goOn(run: Run, host: Host, listener: ListenerState): void {
  const { phase, start, results } = listener;
  if (!isElement(host)) {
    if (phase === 'end') continueEnd(run, host);
    else if (start) continueStart(run, host, start);
  } else if (phase === 'start') {
    // An event behind an event-based gateway has already happened.
    if (results) complete(run, host, results);
    else proceed(run, host, run.node(host));
  } else if (phase === 'end') leave(run, host, run.node(host));
  else continueUserTask(run, host, listener);
}
