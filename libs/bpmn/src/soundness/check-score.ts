import type { Score } from '../model';
import { explore } from './explore/explore';
import type { Finding } from './finding';
import { endingsOf } from './hangs/endings';
import { findHangs } from './hangs/find-hangs';
import { drawNet } from './net/draw-net';
import { applySettings } from './settings/apply-settings';
import { findBounds } from './structure/bounds';
import { findDeadElements } from './structure/dead-elements';
import { findLostMessages, isWholeSpace } from './structure/lost-messages';
import { findEndless } from './structure/no-way-to-end';
import { possibleIn } from './structure/possible';
import { findUnhandledErrors } from './structure/unhandled-errors';

/** States that are visited at most: some seconds of work. */
const BOUND = 50_000;

const checked = new WeakMap<Score, readonly Finding[]>();

/**
 * Proves of a score as a whole that it cannot hang, or finds where it can: explores what its processes can do together,
 * with their messages, errors, timeouts and races. Worked out once for each score; errors come first.
 */
export function checkScore(score: Score): readonly Finding[] {
  let findings = checked.get(score);
  if (!findings) checked.set(score, (findings = applySettings(score, findAll(score))));
  return findings;
}

function findAll(score: Score): readonly Finding[] {
  const drawn = drawNet(score);
  const possible = possibleIn(drawn.net);
  const endless = findEndless(score, possible);
  const space = explore(drawn.net, { bound: BOUND, fair: endless.length > 0 });
  const endings = endingsOf(space);
  const hangs = findHangs(score, drawn, endings);
  const isComplete = isWholeSpace(space) && hangs.length === 0 && endless.length === 0;
  return [
    ...hangs,
    ...findLostMessages(score, endings, isComplete),
    ...endless,
    ...findDeadElements(score, drawn, possible),
    ...findUnhandledErrors(score, possible),
    ...findBounds(score, space),
  ];
}
