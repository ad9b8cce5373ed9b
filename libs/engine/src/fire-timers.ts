import { addDuration, nextCron } from '@partitura/feel';
import { nextTimer } from './due-timers';
import { type Host, hostOf, isElement, targetOf } from './hosts';
import { raiseIncident } from './incidents';
import { addTimer, staysOpen } from './listening';
import { requestAttempt, timeOut } from './jobs';
import { occur } from './occurrences';
import type { Run } from './run';
import type { Job, Timer } from './state';
import { settle } from './tokens';

/** Fires what is due at the time of the command, in order of due time; a timer that a firing starts may be due as well. */
export function fireTimers(run: Run): void {
  for (let timer = nextTimer(run.state); timer && timer.due <= run.at; timer = nextTimer(run.state)) {
    run.goesOn(timer.id);
    fire(run, timer);
    settle(run);
  }
}

function fire(run: Run, timer: Timer): void {
  const host = hostOf(run, timer.element);
  run.emit({ type: 'TimerEnded', timer: timer.id, fired: true });
  switch (timer.purpose) {
    case 'retry': {
      const job = host.job === undefined ? cancelingInBackoff(run, host) : run.state.jobs[host.job];
      if (job?.state === 'backoff') requestAttempt(run, job, job.retries);
      return;
    }
    case 'timeout':
      if (isElement(host)) timeOut(run, host);
      return;
    case 'boundary':
    case 'eventSubProcess':
    case 'catch': {
      const node = targetOf(run, host, timer.target);
      if (staysOpen(run, host, node)) repeat(run, timer);
      occur(run, host, node);
    }
  }
}

/** Listeners of cancelled user tasks belong to the process instance, which may have several. */
const cancelingInBackoff = (run: Run, { id }: Host): Job | undefined =>
  Object.values(run.state.jobs).find(
    ({ element, canceling, state }) => element === id && canceling && state === 'backoff',
  );

/** A non-interrupting cycle goes on, counted from when it was due: a late host does not shift the rest. */
function repeat(run: Run, { element, target, purpose, due, repeat: cycle }: Timer): void {
  const next = cycle && nextFiring(cycle, due);
  if (!next) return;
  const host = hostOf(run, element);
  // A cycle that is due at every moment of a long outage must end somewhere.
  if (++run.steps <= run.stepLimit) return addTimer(run, host, { target, purpose, ...next });
  if (isElement(host))
    raiseIncident(
      run,
      host,
      'UNHANDLED_ERROR',
      'enter',
      `The timer ${target} was due more than ${run.stepLimit} times at once.`,
    );
}

function nextFiring(
  cycle: NonNullable<Timer['repeat']>,
  due: number,
): Pick<Timer, 'due' | 'repeat'> | undefined {
  if ('cron' in cycle) {
    const next = nextCron(cycle.cron, due);
    return next === undefined ? undefined : { due: next, repeat: cycle };
  }
  if (cycle.left === 0) return undefined;
  const left = cycle.left === -1 ? -1 : cycle.left - 1;
  return { due: addDuration(due, cycle.every), repeat: { ...cycle, left } };
}
