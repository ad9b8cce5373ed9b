import type { ChangeUserTask, Refusal, SetJobRetries } from '../commands';
import type { Run } from '../run';
import { refused } from './active-instance';

export function setJobRetries(run: Run, { job: id, retries }: SetJobRetries): Refusal | undefined {
  const job = run.state.jobs[id];
  if (!job) return { code: 'NOT_FOUND', message: `Job ${id} does not exist any more.` };
  if (!Number.isInteger(retries) || retries < 1)
    return refused(`Job ${id} needs a number of retries from 1.`);
  run.emit({ type: 'JobRetriesSet', job: id, retries });
  return undefined;
}

export function changeUserTask(run: Run, { job: id, changes }: ChangeUserTask): Refusal | undefined {
  const job = run.state.jobs[id];
  if (job?.kind !== 'user') return { code: 'NOT_FOUND', message: `User task ${id} does not wait any more.` };
  const { priority } = changes;
  if (priority !== undefined && (!Number.isInteger(priority) || priority < 0 || priority > 100))
    return refused(`The priority of user task ${id} must be a whole number from 0 to 100.`);
  run.emit({ type: 'UserTaskChanged', job: id, task: changes });
  return undefined;
}
