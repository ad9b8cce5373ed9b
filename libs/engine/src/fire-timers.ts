import { addDuration } from '@partitura/feel';
import { raiseIncident } from './incidents';
import { addTimer } from './listening';
import { requestAttempt, timeOut } from './jobs';
import { occur } from './occurrences';
import { type Run, STEP_LIMIT } from './run';
import { nodeOf } from './score-index';
import type { SagaState, Timer } from './state';
import { settle } from './tokens';

/** Fires what is due at the time of the command, in order of due time; a timer that a firing starts may be due as well. */
export function fireTimers(run: Run): void {
  for (let timer = nextTimer(run.state); timer && timer.due <= run.at; timer = nextTimer(run.state)) {
    fire(run, timer);
    settle(run);
  }
}

/** The timer that is due first. */
export function nextTimer(state: SagaState): Timer | undefined {
  let next: Timer | undefined;
  for (const timer of Object.values(state.timers)) if (!next || timer.due < next.due) next = timer;
  return next;
}

function fire(run: Run, timer: Timer): void {
  const host = run.element(timer.element);
  const node = nodeOf(run.processOf(host.instance), timer.target);
  run.emit({ type: 'TimerEnded', timer: timer.id, fired: true });
  switch (timer.purpose) {
    case 'retry': {
      const job = host.job === undefined ? undefined : run.state.jobs[host.job];
      if (job?.state === 'backoff') requestAttempt(run, job, job.retries);
      return;
    }
    case 'timeout':
      timeOut(run, host);
      return;
    case 'boundary':
    case 'catch':
      if (!node.interrupting) repeat(run, timer);
      occur(run, host, node);
  }
}

/** A non-interrupting cycle goes on, counted from when it was due: a late host does not shift the rest. */
function repeat(run: Run, { element, target, purpose, due, repeat: cycle }: Timer): void {
  if (!cycle || 'cron' in cycle || cycle.left === 0) return;
  const host = run.element(element);
  if (++run.steps > STEP_LIMIT) {
    raiseIncident(
      run,
      host,
      'UNHANDLED_ERROR',
      'enter',
      `The timer ${target} was due more than ${STEP_LIMIT} times at once.`,
    );
    return;
  }
  const left = cycle.left === -1 ? -1 : cycle.left - 1;
  addTimer(run, host, {
    target,
    purpose,
    due: addDuration(due, cycle.every),
    repeat: { ...cycle, left },
  });
}
