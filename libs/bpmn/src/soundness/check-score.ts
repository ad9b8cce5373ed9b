import type { Score } from '../model';
import { explore } from './explore/explore';
import type { Finding } from './finding';
import { endingsOf } from './hangs/endings';
import { findHangs } from './hangs/find-hangs';
import { drawNet } from './net/draw-net';

/** States that are visited at most: some seconds of work. */
const BOUND = 50_000;

const checked = new WeakMap<Score, readonly Finding[]>();

/**
 * Proves of a score as a whole that it cannot hang, or finds where it can: explores what its processes can do together,
 * with their messages, errors, timeouts and races. Worked out once for each score.
 */
export function checkScore(score: Score): readonly Finding[] {
  let findings = checked.get(score);
  if (!findings) checked.set(score, (findings = findAll(score)));
  return findings;
}

function findAll(score: Score): readonly Finding[] {
  const drawn = drawNet(score);
  const space = explore(drawn.net, { bound: BOUND });
  return [...findHangs(score, drawn, endingsOf(space))];
}
