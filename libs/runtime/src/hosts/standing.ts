import type { HostRecord, Share } from '../ports/host-store';
import type { LoadedScore } from '../scores/loaded-score';
import { isAlive } from './admission';
import { hostsOf, isNeeded } from './plan-shares';

export interface Standing {
  /**
   * pending: it begins sagas when all of its hosts have it; refused: not before one of them can take it; superseded: a newer
   * version came before that.
   */
  readonly state: 'active' | 'pending' | 'refused' | 'superseded';
  /** What keeps it from being active, a sentence with the remedy per host. */
  readonly waitsFor: readonly { readonly host: string; readonly reason: string }[];
}

export interface Known {
  readonly hosts: readonly HostRecord[];
  /** At least the open ones. */
  readonly shares: readonly Share[];
  /** Version keys that hosts must have before this one, because its fragments may call them. */
  readonly before: (version: LoadedScore) => ReadonlySet<string>;
  readonly isSuperseded: (version: LoadedScore) => boolean;
  readonly now: number;
  readonly aliveForMs: number;
}

/** Where a version stands on its way to its hosts. */
export function standingOf(version: LoadedScore, known: Known): Standing {
  if (version.active) return { state: 'active', waitsFor: [] };
  if (known.isSuperseded(version)) return { state: 'superseded', waitsFor: [] };
  const { hosts, shares, now, aliveForMs } = known;
  const own = shares.filter(({ score }) => score === version.key);
  const before = known.before(version);
  const needed = own.filter(({ host }) => isNeeded(version, host, hosts, now, aliveForMs));
  const missing = needed.flatMap((share) => {
    const earlier = shares.filter(({ host, score }) => host === share.host && before.has(score));
    const open = [...earlier, share].find((one) => !isTaken(one));
    return open ? [open] : [];
  });
  // One that came while the shares were being planned has none yet: that is not the same as needing nobody.
  const unplanned = hostsOf(version).filter((name) => !own.some(({ host }) => host === name));
  return {
    state: missing.some(({ state }) => state === 'refused') ? 'refused' : 'pending',
    waitsFor: [
      ...missing.map((share) => ({ host: share.host, reason: reasonOf(share, known) })),
      ...unplanned.map((host) => ({ host, reason: `${host} has not been asked yet: wait a moment.` })),
    ],
  };
}

/** It has the very text that it should have. */
export const isTaken = ({ state, answer, hash }: Share): boolean => state === 'accepted' && answer === hash;

/** What holds up a share, and what to do. */
export function reasonOf({ host: name, state, reason }: Share, { hosts, now, aliveForMs }: Known): string {
  const host = hosts.find((one) => one.name === name);
  if (host?.problem && now - host.problem.at < aliveForMs && !isAlive(host, now, aliveForMs))
    return host.problem.text;
  if (host?.number === undefined)
    return `${name} has not answered: start the service ${name} with the bus of this orchestrator (KAFKA_BROKERS, or BUS_DATABASE_URL).`;
  if (!isAlive(host, now, aliveForMs))
    return `${name} has not been heard of since ${new Date(host.seenAt).toISOString()}: start the service ${name}.`;
  if (state === 'refused') return `${name} refuses it: ${reason ?? 'it gives no reason.'}`;
  if (state === 'drifted')
    return `${name} has another text than was deployed: deploy it again with "partitura deploy".`;
  return `${name} has not taken it over yet: wait a moment.`;
}
