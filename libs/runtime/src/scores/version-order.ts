import type { StoredScore } from '../ports/score-store';

type Deployed = Pick<StoredScore, 'key' | 'deployedAt'>;

/**
 * Keeps versions in order of deployment, in whatever order a host hears of them; one that comes again takes its own place.
 */
export function insertVersion<Version>(
  lists: Map<string, Version[]>,
  id: string,
  version: Version,
  about: (version: Version) => Deployed,
): void {
  const { key, deployedAt } = about(version);
  const others = (lists.get(id) ?? []).filter((one) => about(one).key !== key);
  const after = others.findIndex((one) => about(one).deployedAt > deployedAt);
  const place = after < 0 ? others.length : after;
  lists.set(id, [...others.slice(0, place), version, ...others.slice(place)]);
}
