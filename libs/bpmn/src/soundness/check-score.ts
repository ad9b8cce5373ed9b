import type { Score } from '../model';
import { explore, type ExploreOptions, type StateSpace } from './explore/explore';
import type { Finding } from './finding';
import { endingsOf } from './hangs/endings';
import { findHangs } from './hangs/find-hangs';
import { drawNet } from './net/draw-net';
import type { Net } from './net/net';
import { applySettings } from './settings/apply-settings';
import { findBounds } from './structure/bounds';
import { findDeadElements } from './structure/dead-elements';
import { findLostMessages, isWholeSpace } from './structure/lost-messages';
import { findEndless } from './structure/no-way-to-end';
import { possibleIn } from './structure/possible';
import { findUnhandledErrors } from './structure/unhandled-errors';
import { findWorkerMessages } from './structure/worker-messages';

/** States that are visited at most: some seconds of work. */
const BOUND = 50_000;
/** So many are visited to the end of every run; of a model with more, each run is followed to its first hang. */
const MOST_TO_THE_END = 15_000;

const checked = new WeakMap<Score, readonly Finding[]>();

/**
 * Proves of a score as a whole that it cannot hang, or finds where it can: explores what its processes can do together,
 * with their messages, errors, timeouts and races. Worked out once for each score, with the usual options; errors come first.
 */
export function checkScore(score: Score, options?: CheckOptions): readonly Finding[] {
  if (options) return applySettings(score, findAll(score, options));
  let findings = checked.get(score);
  if (!findings) checked.set(score, (findings = applySettings(score, findAll(score, {}))));
  return findings;
}

export interface CheckOptions {
  /** How many states are visited at most; one that is reached is a finding. */
  readonly bound?: number;
  /** Follows every order of independent steps: slower, with the same result. */
  readonly full?: boolean;
}

function findAll(score: Score, { bound = BOUND, full = false }: CheckOptions): readonly Finding[] {
  const drawn = drawNet(score);
  const possible = possibleIn(drawn.net);
  const endless = findEndless(score, possible);
  const space = exploreEnough(drawn.net, { bound, full, fair: endless.length > 0 });
  const endings = endingsOf(space);
  const hangs = findHangs(score, drawn, endings);
  const isComplete = isWholeSpace(space) && hangs.length === 0 && endless.length === 0;
  return [
    ...hangs,
    // Where runs come to a stop, messages are left over because of it.
    ...(hangs.length === 0 ? findLostMessages(score, space, isComplete) : []),
    ...endless,
    ...findDeadElements(score, drawn, possible),
    ...findUnhandledErrors(score, possible),
    ...findWorkerMessages(score),
    ...findBounds(score, space),
  ];
}

function exploreEnough(net: Net, options: ExploreOptions): StateSpace {
  const whole = explore(net, { ...options, bound: Math.min(options.bound, MOST_TO_THE_END) });
  const isEnough = whole.visited === whole.states.length || options.bound <= MOST_TO_THE_END;
  return isEnough ? whole : explore(net, { ...options, untilDoomed: true });
}
