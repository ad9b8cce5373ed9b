import type { FlowNode } from '@partitura/bpmn';
import { isHandled, throwError, uncaught } from './errors';
import { type Host, hostOf, instanceIdOf, isElement, nameOf, variablesAt } from './hosts';
import type { JobRequested } from './events';
import { cancelingListenerDone, listenerAt } from './canceling-listeners';
import { dropIncidents, raiseAt, raiseIncident, raiseScopeIncident } from './incidents';
import { listenerDone, listenerOf } from './listeners';
import { addTimer, stopListening } from './listening';
import type { Run } from './run';
import type { ElementInstance, IncidentType, Job, UserTaskState, Variables } from './state';
import { complete } from './tokens';
import { after, asPositiveInteger, asText } from './typed-values';
import { completeUserTask } from './user-task-phases';
import { visibleVariables } from './variables';
import { withdrawJob } from './withdrawal';

/** Code of the error that a task's `timeout` property throws. */
export const TIMEOUT = 'TIMEOUT';

/** A task's definition, evaluated. */
export function jobAttributes(node: FlowNode, variables: Readonly<Variables>, at: number) {
  const { job } = node;
  if (!job) throw new Error(`${node.id} has no task definition: the score was not compiled by this version.`);
  return {
    type: asText(job.type.evaluate(variables, at), `The job type '${job.type.source}' of ${node.id}`),
    retries: asPositiveInteger(
      job.retries.evaluate(variables, at),
      `The number of retries '${job.retries.source}' of ${node.id}`,
    ),
    backoffMs: job.retryBackoff
      ? after(
          0,
          job.retryBackoff.evaluate(variables, at),
          `The backoff '${job.retryBackoff.source}' of ${node.id}`,
        )
      : 0,
    headers: job.headers,
  };
}

/** Creates the job of a service task and asks for its first attempt; starts the task's timeout. */
export function createJob(run: Run, element: ElementInstance, node: FlowNode): void {
  const variables = visibleVariables(run, element);
  const { type, retries, backoffMs } = jobAttributes(node, variables, run.at);
  const deadline = deadlineOf(run, element, node);
  const job: Job = {
    id: run.nextId(),
    element: element.id,
    kind: 'service',
    type,
    attempt: 0,
    retries,
    backoffMs,
    state: 'waiting',
    ...(deadline === undefined ? {} : { deadline }),
  };
  run.emit({ type: 'JobCreated', job });
  startTimeout(run, element, node);
  requestAttempt(run, run.state.jobs[job.id] as Job, retries);
}

function deadlineOf(run: Run, element: ElementInstance, { id, timeout }: FlowNode): number | undefined {
  if (!timeout) return undefined;
  const value = timeout.evaluate(visibleVariables(run, element), run.at);
  return after(run.at, value, `The timeout '${timeout.source}' of ${id}`);
}

/** Starts the timer of a task's `timeout` property. */
export function startTimeout(run: Run, element: ElementInstance, node: FlowNode): void {
  const due = deadlineOf(run, element, node);
  if (due !== undefined) addTimer(run, element, { target: node.id, purpose: 'timeout', due });
}

/** A user task waits for a person: a job that no service is asked for. */
export function createUserTask(
  run: Run,
  element: ElementInstance,
  node: FlowNode,
  task: UserTaskState,
): void {
  const deadline = deadlineOf(run, element, node);
  const job: Job = {
    id: run.nextId(),
    element: element.id,
    kind: 'user',
    type: 'user-task',
    attempt: 0,
    retries: 1,
    backoffMs: 0,
    state: 'waiting',
    ...(deadline === undefined ? {} : { deadline }),
    task,
  };
  run.emit({ type: 'JobCreated', job });
  startTimeout(run, element, node);
  requestAttempt(run, run.state.jobs[job.id] as Job, 1);
}

/** Asks for the next attempt of a job, with the variables as they are now. */
export function requestAttempt(run: Run, job: Job, retries: number, variables?: Readonly<Variables>): void {
  const host = hostOf(run, job.element);
  const instance = instanceIdOf(host);
  const { id: process, participant } = run.processOf(instance);
  const undone = undoneBy(run, host);
  const elementId = job.canceling?.element ?? nameOf(run, host);
  // Written without spreading, as for elements: one of the two busiest places.
  const request: Mutable<JobRequested> = {
    type: 'JobRequested',
    job: job.id,
    occurrence: job.occurrence ?? (run.state.occurrences?.[elementId] ?? 0) + 1,
    attempt: job.attempt + 1,
    kind: job.kind,
    jobType: job.type,
    elementId,
    element: host.id,
    instance,
    process,
    variables: { ...(variables ?? variablesAt(run, host)) },
    headers: headersOf(run, job, host) ?? {},
    retries,
  };
  if (participant !== undefined) {
    request.participant = participant;
    const leaseMs = job.kind === 'user' ? undefined : run.library.localLeaseMs?.(participant);
    if (leaseMs !== undefined) request.leaseUntil = run.at + leaseMs;
  }
  if (job.deadline !== undefined) request.deadline = job.deadline;
  if (undone) request.compensates = undone;
  if (run.trace !== undefined) request.trace = run.trace;
  run.emit(request);
}

function headersOf(run: Run, job: Job, host: Host): JobRequested['headers'] | undefined {
  if (job.canceling) return listenerAt(run.processOf(job.element), job.canceling)?.headers;
  if (isListener(job)) return listenerOf(run, host)?.headers;
  return isElement(host) ? run.node(host).job?.headers : undefined;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** For compensation handlers: what they undo. */
function undoneBy(run: Run, host: Host): JobRequested['compensates'] {
  const undone =
    isElement(host) && host.undoes !== undefined ? run.state.compensable[host.undoes] : undefined;
  return (
    undone && {
      elementId: undone.element,
      ...(run.state.reason ? { reason: run.state.reason } : {}),
      ...(undone.trace === undefined ? {} : { trace: undone.trace }),
    }
  );
}

export const isListener = ({ kind }: Job): boolean => kind === 'executionListener' || kind === 'taskListener';

export function completeJob(run: Run, job: Job, variables: Variables): void {
  run.emit({ type: 'JobEnded', job: job.id, kind: job.kind, outcome: 'completed' });
  if (job.canceling) return cancelingListenerDone(run, run.instance(job.element), job.canceling);
  if (isListener(job)) return listenerDone(run, hostOf(run, job.element), variables);
  const element = run.element(job.element);
  if (job.kind === 'user') completeUserTask(run, element, variables);
  else complete(run, element, variables);
}

/** An attempt has failed: ask again after the backoff, or wait as an incident when no attempt is left. */
export function failJob(
  run: Run,
  job: Job,
  failure: { message: string; retries?: number; backoffMs?: number; incident?: IncidentType },
): void {
  const host = hostOf(run, job.element);
  const retries = Math.max(0, failure.retries ?? job.retries - 1);
  const { message } = failure;
  if (retries === 0) {
    run.emit({ type: 'JobAttemptFailed', job: job.id, retries, state: 'incident', message });
    const incident = { type: failure.incident ?? 'JOB_NO_RETRIES', retry: 'job', message } as const;
    if (job.canceling)
      raiseScopeIncident(run, host, { ...incident, elementId: job.canceling.element, job: job.id });
    else raiseAt(run, host, incident);
    return;
  }
  const backoffMs = failure.backoffMs ?? job.backoffMs;
  run.emit({ type: 'JobAttemptFailed', job: job.id, retries, state: 'backoff', message });
  if (backoffMs > 0)
    addTimer(run, host, { target: nameOf(run, host), purpose: 'retry', due: run.at + backoffMs });
  else requestAttempt(run, job, retries);
}

/** A worker's business error: caught by a boundary event, else it ends the fragment or waits as an incident. */
export function throwJobError(
  run: Run,
  job: Job,
  code: string,
  message?: string,
  variables?: Variables,
): void {
  const element = run.element(job.element);
  const error = { element, code, message, variables };
  if (isHandled(run, error)) {
    run.emit({ type: 'JobEnded', job: job.id, kind: job.kind, outcome: 'error' });
    throwError(run, error);
    return;
  }
  run.emit({
    type: 'JobAttemptFailed',
    job: job.id,
    retries: 0,
    state: 'incident',
    message: message ?? code,
  });
  raiseIncident(run, element, 'UNHANDLED_ERROR', 'job', uncaught(error));
}

/** The task's timeout is over: a handler has failed an attempt, everything else fails with the error TIMEOUT. */
export function timeOut(run: Run, element: ElementInstance): void {
  const message = `${element.element} was not done in time.`;
  const job = element.job === undefined ? undefined : run.state.jobs[element.job];
  if (element.undoes !== undefined) {
    if (job) failJob(run, job, { message });
    if (job && job.state !== 'incident') startTimeout(run, element, run.node(element));
    return;
  }
  withdrawJob(run, element, true);
  if (element.listener) run.emit({ type: 'ListenersDone', id: element.id });
  dropIncidents(run, element);
  const error = { element, code: TIMEOUT, message };
  if (isHandled(run, error)) throwError(run, error);
  else {
    stopListening(run, element);
    raiseIncident(run, element, 'UNHANDLED_ERROR', 'enter', uncaught(error));
  }
}
