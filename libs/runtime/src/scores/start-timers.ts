import type { FlowNode, Score } from '@partitura/bpmn';
import {
  addDuration,
  type Duration,
  isCron,
  nextCron,
  parseCycle,
  parseDateTime,
  parseDuration,
} from '@partitura/feel';
import type { StartTimerFiring, StartTimerRow } from '../ports/saga-store';

type FirstFiring = Pick<StartTimerRow, 'due' | 'left' | 'every'>;

/** First firings of the timer start events of a score, as of `now` (epoch ms). A date that is past fires at once. */
export function startTimersOf({ processes }: Score, now: number): Omit<StartTimerRow, 'score'>[] {
  const timers: Omit<StartTimerRow, 'score'>[] = [];
  for (const process of processes)
    for (const event of process.startEvents.flatMap((start) => start.triggers ?? [start])) {
      const first = event.timer ? firstFiring(event, now) : undefined;
      if (first) timers.push({ process: process.id, element: event.id, ...first });
    }
  return timers;
}

/** The timer of a start event has no value as of its deployment. */
export class StartTimerError extends Error {
  constructor(
    readonly element: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${element}: its timer begins a process and has no value now. ${reason}`, options);
  }
}

function firstFiring(event: FlowNode, now: number): FirstFiring | undefined {
  try {
    return read(event, now);
  } catch (cause) {
    throw new StartTimerError(event.id, (cause as Error).message, { cause });
  }
}

function read({ id, timer }: FlowNode, now: number): FirstFiring | undefined {
  if (!timer)
    throw new Error(`Timer start event ${id} has no timer: the score was not compiled by this version.`);
  const value = timer.value.evaluate({}, now);
  if (typeof value !== 'string')
    throw new Error(`It gives ${JSON.stringify(value)}: give a text such as R/PT1H or a date and time.`);
  if (timer.type === 'date') return { due: parseDateTime(value), left: 0, every: '' };
  if (timer.type === 'duration') return { due: addDuration(now, parseDuration(value)), left: 0, every: '' };
  const { count, interval, start, cron } = parseCycle(value);
  if (cron !== undefined) {
    const due = nextCron(cron, now);
    return due === undefined ? undefined : { due, left: -1, every: cron };
  }
  if (count === 0) return undefined;
  return {
    // A start in the past begins now, and the others follow from there.
    due: start === undefined ? addDuration(now, interval) : Math.max(start, now),
    left: count < 0 ? -1 : count - 1,
    every: textOf(interval),
  };
}

const textOf = ({ months, ms }: Duration) => `P${months}MT${ms / 1000}S`;

/** A firing and when the next one is due: counted from when this one was, so that a late poll does not shift the rest. */
export function firing(row: StartTimerRow): StartTimerFiring {
  if (row.left === 0 || row.every === '') return { fired: row };
  const nextDue = isCron(row.every)
    ? nextCron(row.every, row.due)
    : addDuration(row.due, parseDuration(row.every));
  return nextDue === undefined ? { fired: row } : { fired: row, nextDue };
}
