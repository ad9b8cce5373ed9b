import type { Share, ShareAnswer } from '../ports/host-store';
import type { HostJoined } from './host-messages';

/** What a host's report of what it has changes about a share; undefined: nothing. */
export function reportOf(
  { score, state, hash, active, holding, answer }: Share,
  { held }: Pick<HostJoined, 'held'>,
): Omit<ShareAnswer, 'at'> | undefined {
  const has = held.find((one) => one.score === score);
  // It has lost what it had, or has never had it.
  if (!has)
    return state === 'accepted' || state === 'drifted' ? { state: 'offered', active: false } : undefined;
  // What is offered anew overwrites it; until that is answered a report may be older than the offer.
  if (has.hash !== hash)
    return state === 'accepted' ? { state: 'drifted', answer: has.hash, active: has.active } : undefined;
  if (state === 'accepted' && answer === hash && active === has.active && holding === has.holding)
    return undefined;
  return { state: 'accepted', answer: hash, active: has.active, holding: has.holding };
}
