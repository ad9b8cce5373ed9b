import type { Refusal, RenewLease } from './commands';
import { requestAttempt } from './jobs';
import { nextTimer } from './due-timers';
import type { Run } from './run';
import type { SagaState } from './state';

/** When a saga must be looked at again: its first timer, or the first of its own jobs that nobody seems to do any more (epoch ms). */
export function nextDue(state: SagaState): number | undefined {
  let due = nextTimer(state)?.due;
  if (!state.localJobs) return due;
  for (const id in state.jobs) {
    const { leaseUntil, state: waits } = state.jobs[id] ?? {};
    if (leaseUntil !== undefined && waits === 'waiting' && (due === undefined || leaseUntil < due))
      due = leaseUntil;
  }
  return due;
}

/** Asks again for jobs of this host whose lease has ended: the same work, which does not count as failed. */
export function askForLostJobs(run: Run): void {
  if (!run.state.localJobs) return;
  for (const job of Object.values(run.state.jobs))
    if (job.state === 'waiting' && job.leaseUntil !== undefined && job.leaseUntil <= run.at)
      requestAttempt(run, job, job.retries);
}

/** A job of this host takes longer than its lease. */
export function renewLease(run: Run, { job: id, attempt, until }: RenewLease): Refusal | undefined {
  const job = run.state.jobs[id];
  if (job?.attempt !== attempt || job.state !== 'waiting' || job.leaseUntil === undefined)
    return { code: 'NOT_FOUND', message: `Attempt ${attempt} of job ${id} does not wait here any more.` };
  run.emit({ type: 'JobLeaseRenewed', job: id, until });
  return undefined;
}
