import type { ChangeUserTask, Refusal, SetJobRetries } from '../commands';
import type { Run } from '../run';
import type { Job } from '../state';
import { changeUserTask as changeTask } from '../user-task-phases';
import { wrongChange } from '../user-tasks';
import { refused } from './active-instance';

/** The listeners of an assignment or update are still at work. */
export const isInListeners = (run: Run, { id, element }: Job): boolean =>
  run.state.elements[element]?.listener?.userTask === id;

export const listenersFirst = (id: number): string =>
  `User task ${id} is being changed: its listeners have not completed yet. Complete their jobs first.`;

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
  const wrong = wrongChange(changes);
  if (wrong !== undefined) return refused(`User task ${id}: ${wrong}`);
  if (isInListeners(run, job)) return refused(listenersFirst(id));
  changeTask(run, job, changes);
  return undefined;
}
