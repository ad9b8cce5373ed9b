import type { LogicalTime } from './part';

/** The time of what happens next on a host whose clock shows `now` (epoch ms), behind everything it has heard of. */
export function tick(last: LogicalTime, now: number, heard: LogicalTime = last): LogicalTime {
  const latest = isAfter(heard, last) ? heard : last;
  return now > latest.at ? { at: now, count: 0 } : { at: latest.at, count: latest.count + 1 };
}

const isAfter = (one: LogicalTime, other: LogicalTime): boolean =>
  one.at > other.at || (one.at === other.at && one.count > other.count);

/** Orders by time: negative when `one` was first. */
export const compareTimes = (one: LogicalTime, other: LogicalTime): number =>
  one.at - other.at || one.count - other.count;
