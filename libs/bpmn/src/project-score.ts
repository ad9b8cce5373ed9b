import type { Score } from './model';

/**
 * What of a composition runs on one host: the processes of these participants. Messages to the others keep their
 * receivers, which are elsewhere.
 */
export const projectScore = (score: Score, participants: ReadonlySet<string>): Score => ({
  ...score,
  processes: score.processes.filter(
    ({ participant }) => participant !== undefined && participants.has(participant),
  ),
});
