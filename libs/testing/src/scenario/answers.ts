import { addDuration, parseDuration } from '@partitura/feel';
import type { JobAnswer } from '@partitura/runtime';
import type { Asks } from './asks';
import { isNamed } from './history';
import type { SimulatedJob } from './jobs';
import type { Answer } from './scenario';
import { ScenarioFailure } from './scenario-failure';
import { commandOf } from './services';
import type { World } from './world';

/** Which job or user task a step answers: the oldest that waits. */
export interface Answered {
  readonly job?: string;
  readonly task?: string;
  /** With this, the latest that ever was when none waits. */
  readonly refused?: boolean;
}

/** Answers a job or user task in the place of its worker. Throws a `ScenarioFailure` when there is none. */
export async function answerJob(
  world: World,
  asks: Asks,
  which: Answered,
  outcome: JobAnswer['outcome'],
): Promise<void> {
  const matches = matcherOf(world, which);
  const job = world.jobs.oldest(matches) ?? (which.refused ? world.jobs.latest(matches) : undefined);
  if (!job) throw new ScenarioFailure(nothingWaits(world, which));
  const command = commandOf(job, outcome);
  if (job.kind !== 'user' && !which.refused) world.services.remember(job.part, command);
  await asks.tell(job.part, command, which.refused);
}

function matcherOf(world: World, { job, task }: Answered): (one: SimulatedJob) => boolean {
  if (task === undefined) return ({ kind, type }) => kind !== 'user' && type === job;
  return ({ kind, part, instance, elementId }) =>
    kind === 'user' &&
    isNamed(task, { process: world.history.processOf(part, instance), element: elementId });
}

function nothingWaits({ jobs }: World, { job, task }: Answered): string {
  const what = task === undefined ? `job ${job ?? ''}` : `user task ${task}`;
  const others = jobs.waiting.map(({ kind, elementId, type }) => (kind === 'user' ? elementId : type));
  return `No ${what} waits. ${others.length === 0 ? 'Nothing waits.' : `Waiting: ${others.join(', ')}.`}`;
}

/** A scripted answer as a worker gives it. */
export function outcomeOf(answer: Answer): JobAnswer['outcome'] {
  if ('complete' in answer) return { kind: 'completed', variables: answer.complete };
  if ('error' in answer) return { kind: 'error', ...answer.error };
  return failureOf(answer.fail);
}

export const failureOf = ({
  message,
  retries,
  backoff,
}: {
  readonly message?: string;
  readonly retries?: number;
  readonly backoff?: string;
}): JobAnswer['outcome'] => ({
  kind: 'failed',
  message: message ?? 'failed',
  ...(retries === undefined ? {} : { retries }),
  ...(backoff === undefined ? {} : { backoffMs: addDuration(0, parseDuration(backoff)) }),
});
