import type { FlowNode } from '@partitura/bpmn';
import type { Refusal } from './commands';
import { type Host, instanceIdOf, isElement, nameOf } from './hosts';
import { isListener, jobAttributes } from './jobs';
import type { Run } from './run';
import type { ElementInstance, Job, Variables, Withdrawal } from './state';
import { applyMappings, outerVariables } from './variables';

/**
 * Takes the job of an element back, or that of a listener of a process instance. One that waits at a service is withdrawn by
 * a message, with what the service needs to undo work that it has committed in the meantime; one that nobody works on just
 * ends.
 */
export function withdrawJob(run: Run, host: Host, undo: boolean): void {
  // The task of a person waits behind the listener of its change.
  const waiting = host.listener?.userTask;
  for (const id of waiting === undefined ? [host.job] : [host.job, waiting]) {
    const job = id === undefined ? undefined : run.state.jobs[id];
    if (job) withdraw(run, host, job, undo);
  }
}

function withdraw(run: Run, host: Host, job: Job, undo: boolean): void {
  if (job.state !== 'waiting') {
    run.emit({ type: 'JobEnded', job: job.id, kind: job.kind, outcome: 'failed' });
    return;
  }
  const instance = instanceIdOf(host);
  const { participant } = run.processOf(instance);
  const handler =
    undo && isElement(host) && job.leaseUntil === undefined ? handlerOf(run, host, job) : undefined;
  run.emit({
    type: 'JobWithdrawn',
    kind: job.kind,
    job: job.id,
    occurrence: job.occurrence ?? 1,
    attempt: job.attempt,
    jobType: job.type,
    elementId: nameOf(run, host),
    element: host.id,
    instance,
    ...(participant === undefined ? {} : { participant }),
    ...(handler ? { handler } : {}),
    ...(job.leaseUntil === undefined ? {} : { local: true as const }),
    ...(job.trace === undefined ? {} : { trace: job.trace }),
  });
}

/** What a listener has done is not undone. */
function handlerOf(run: Run, element: ElementInstance, job: Job): Withdrawal['handler'] {
  const { compensationHandler, loop } = run.node(element);
  return compensationHandler && loop?.kind !== 'multiInstance' && !isListener(job)
    ? lateUndo(run, element, compensationHandler)
    : undefined;
}

/** The activity's handler as the service will run it, with the variables that the handler would see now. */
function lateUndo(run: Run, element: ElementInstance, handler: FlowNode): Withdrawal['handler'] {
  if (!handler.job) return undefined;
  const visible: Variables = { ...outerVariables(run, element), ...element.variables };
  const variables = { ...visible, ...applyMappings(handler.inputs, visible, run.at) };
  const { type, ...attributes } = jobAttributes(handler, variables, run.at);
  const { reason } = run.state;
  return { jobType: type, elementId: handler.id, variables, ...attributes, ...(reason ? { reason } : {}) };
}

/** Asks the service once more to undo what it committed of a withdrawn job. */
export function withdrawAgain(run: Run, job: number): void {
  const withdrawal = run.state.withdrawals[job];
  if (withdrawal) run.emit({ type: 'JobWithdrawn', kind: 'service', ...withdrawal });
}

/** The service has seen a withdrawal. Work that it could not undo waits for a person, even after the saga's end (P7). */
export function acknowledgeWithdrawal(
  run: Run,
  { job, lateUndo, message }: { job: number; lateUndo: 'none' | 'done' | 'failed'; message?: string },
): Refusal | undefined {
  const withdrawal = run.state.withdrawals[job];
  if (!withdrawal)
    return { code: 'NOT_FOUND', message: `The withdrawal of job ${job} is acknowledged already.` };
  run.emit({ type: 'WithdrawalAcknowledged', job, lateUndo });
  const open = Object.values(run.state.incidents).some((incident) => incident.job === job);
  if (lateUndo !== 'failed' || open) return undefined;
  run.emit({
    type: 'IncidentRaised',
    incident: {
      id: run.nextId(),
      type: 'COMPENSATION',
      instance: withdrawal.instance,
      elementId: withdrawal.elementId,
      job,
      retry: 'withdrawal',
      message:
        message ?? `${withdrawal.elementId} was committed after its withdrawal and could not be undone.`,
      createdAt: run.at,
    },
  });
  return undefined;
}
