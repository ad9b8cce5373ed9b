import type { SagaEvent } from '../events';
import { instanceOf, jobOf } from '../lookups';
import type { SagaState } from '../state';
import { hostIfHere, hostOf } from './hosts';
import { addById } from './records';

type EventOf<Type extends SagaEvent['type']> = Extract<SagaEvent, { type: Type }>;

export function createJob(state: SagaState, { job }: EventOf<'JobCreated'>): void {
  addById(state.jobs, job.id, { ...job });
  if (job.canceling) countCanceling(state, job.element, 1);
  else hostOf(state, job.element).job = job.id;
}

export function requestJob(state: SagaState, event: EventOf<'JobRequested'>): void {
  const job = jobOf(state, event.job);
  if (job.occurrence === undefined) (state.occurrences ??= {})[event.elementId] = event.occurrence;
  job.occurrence = event.occurrence;
  job.attempt = event.attempt;
  job.retries = event.retries;
  job.state = 'waiting';
  if (event.trace !== undefined) job.trace = event.trace;
  if (event.leaseUntil === undefined) return;
  if (job.leaseUntil === undefined) state.localJobs = (state.localJobs ?? 0) + 1;
  job.leaseUntil = event.leaseUntil;
}

export function failAttempt(state: SagaState, event: EventOf<'JobAttemptFailed'>): void {
  const job = jobOf(state, event.job);
  job.retries = event.retries;
  job.state = event.state;
}

export function withdrawJob(state: SagaState, event: EventOf<'JobWithdrawn'>): void {
  const { type: _, kind, local, ...withdrawal } = event;
  if (event.job in state.jobs) removeJob(state, event.job);
  if (!local && kind === 'service' && event.participant !== undefined)
    addById(state.withdrawals, event.job, withdrawal);
}

export function removeJob(state: SagaState, id: number): void {
  const { element, canceling, leaseUntil } = jobOf(state, id);
  if (leaseUntil !== undefined) state.localJobs = (state.localJobs ?? 1) - 1;
  if (canceling) countCanceling(state, element, -1);
  const host = hostIfHere(state, element);
  // Not deleted, as in `forget`.
  if (host?.job === id) host.job = undefined;
  delete state.jobs[id];
}

function countCanceling(state: SagaState, id: number, change: number): void {
  const instance = instanceOf(state, id);
  instance.canceling = (instance.canceling ?? 0) + change;
}
