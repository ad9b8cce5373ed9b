import type { HostRecord, Share } from '../ports/host-store';
import type { LoadedScore } from '../scores/loaded-score';
import type { ScoreRegistry } from '../scores/score-registry';
import { isAlive } from './admission';
import { hostOf } from './plan-shares';
import { type Known, reasonOf, type Standing, standingOf } from './standing';

/** What is known of hosts, and of compositions on their way to them. */
export interface HostStatus {
  readonly hosts: readonly (HostRecord & { readonly isAlive: boolean })[];
  /** Every version, in order of deployment. */
  readonly compositions: readonly CompositionStatus[];
  /** Versions of which a host has another text than was deployed. */
  readonly drift: readonly Drift[];
}

export interface CompositionStatus extends Standing {
  readonly key: string;
  readonly id: string;
  readonly version: number;
  readonly resource: string;
  /** Epoch ms. */
  readonly deployedAt: number;
  readonly activeFrom?: number;
  /** The version that begins sagas now. */
  readonly isCurrent: boolean;
  /** Host of each participant that has a process. */
  readonly placement: Readonly<Record<string, string>>;
  readonly shares: readonly Share[];
}

export interface Drift {
  readonly host: string;
  readonly composition: string;
  readonly version: number;
  readonly resource: string;
  readonly reason: string;
}

export function hostStatus(registry: ScoreRegistry, known: Known): HostStatus {
  const { hosts, shares, now, aliveForMs } = known;
  const versions = new Map([...registry.mirrored, ...registry.compositions].map((one) => [one.key, one]));
  return {
    hosts: hosts.map((host) => ({ ...host, isAlive: isAlive(host, now, aliveForMs) })),
    compositions: registry.compositions.map((version) => describe(version, registry, known)),
    drift: shares.flatMap((share) => {
      const version = versions.get(share.score);
      if (share.state !== 'drifted' || !version) return [];
      const { id: composition, resource } = version;
      const reason = `${share.host} has another text of ${resource}, version ${version.version}, than was deployed: deploy it again with "partitura deploy".`;
      return [{ host: share.host, composition, version: version.version, resource, reason }];
    }),
  };
}

function describe(version: LoadedScore, registry: ScoreRegistry, known: Known): CompositionStatus {
  const { key, id, resource, deployedAt, activeFrom, whole } = version;
  const placement = Object.fromEntries(
    whole.participants.flatMap(({ name, processId }) =>
      processId === undefined ? [] : [[name, hostOf(version, name)]],
    ),
  );
  return {
    ...standingOf(version, known),
    key,
    id,
    version: version.version,
    resource,
    deployedAt,
    ...(activeFrom === undefined ? {} : { activeFrom }),
    isCurrent: registry.newestScore(id) === version,
    placement,
    shares: known.shares
      .filter(({ score }) => score === key)
      .map((share) => (share.state === 'accepted' ? share : { ...share, reason: reasonOf(share, known) })),
  };
}
