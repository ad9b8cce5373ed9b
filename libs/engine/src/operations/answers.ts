import type { CompleteJob, CompleteUserTask, FailJob, Refusal, ThrowJobError } from '../commands';
import { hostOf, instanceIdOf, scopeIdOf } from '../hosts';
import { completeJob, failJob, isListener, throwJobError } from '../jobs';
import type { Run } from '../run';
import type { Job } from '../state';
import { setIn } from '../variables';
import { refused } from './active-instance';
import { isInListeners, listenersFirst } from './user-tasks';

/** An answer counts when its attempt is the one that waits; every other one is late or a duplicate (P1, P6). */
export function answerJob(
  run: Run,
  command: CompleteJob | FailJob | ThrowJobError | CompleteUserTask,
): Refusal | undefined {
  const job = run.state.jobs[command.job];
  const refusal = job ? notAnswerable(run, job, command) : noneWaits(command.job);
  if (refusal || !job) return refusal;
  switch (command.kind) {
    case 'completeJob':
    case 'completeUserTask':
      completeJob(run, job, command.variables);
      return undefined;
    case 'failJob':
      fail(run, job, command);
      return undefined;
    case 'throwJobError':
      throwJobError(run, job, command.code, command.message, command.variables);
      return undefined;
  }
}

/** What a failure brings may fulfil a condition that ends the element, and its job with it. */
function fail(run: Run, job: Job, failure: FailJob): void {
  const host = hostOf(run, job.element);
  if (failure.variables) setIn(run, instanceIdOf(host), scopeIdOf(host), failure.variables);
  if (job.id in run.state.jobs) failJob(run, job, failure);
}

function notAnswerable(
  run: Run,
  job: Job,
  command: CompleteJob | FailJob | ThrowJobError | CompleteUserTask,
): Refusal | undefined {
  const { id, state, kind } = job;
  const attempt = command.kind === 'completeUserTask' ? undefined : command.attempt;
  if (state !== 'waiting') return refused(`Job ${id} does not wait for an answer: it is in its ${state}.`);
  if (attempt !== undefined && job.attempt !== attempt)
    return refused(`Job ${id} waits for attempt ${job.attempt}, not ${attempt}.`);
  if (isInListeners(run, job)) return refused(listenersFirst(id));
  if (command.kind === 'completeUserTask' && kind !== 'user')
    return { code: 'NOT_FOUND', message: `Job ${id} is no user task. Complete it as a job.` };
  if (command.kind === 'throwJobError' && isListener(job))
    return refused(`Job ${id} is that of a listener, which cannot throw an error. Fail it instead.`);
  return undefined;
}

const noneWaits = (id: number): Refusal => ({
  code: 'NOT_FOUND',
  message: `Job ${id} does not wait any more: it was answered, withdrawn, or its saga has ended.`,
});
