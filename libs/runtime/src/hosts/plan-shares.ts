import type { HostRecord } from '../ports/host-store';
import type { LoadedScore } from '../scores/loaded-score';
import { COORDINATOR } from '../scores/placement';
import type { ScoreRegistry, Version } from '../scores/score-registry';
import { isAlive } from './admission';

/** Which host shall know a version, and which participants' fragments it gets. */
export interface PlannedShare {
  readonly version: Pick<Version, 'key' | 'hash'>;
  readonly host: string;
  /** Absent: the whole text, for it to know. */
  readonly participants?: readonly string[];
}

type Known = Pick<ScoreRegistry, 'compositions' | 'mirrored' | 'definitionById'>;

/**
 * Every host knows all decisions, forms, schemas and processes without pools, because fragments need them. A composition goes to the hosts
 * that run it, and to those that it leaves: they must hear from when on they begin nothing. One that leaves a host which is gone
 * does not wait for it: the host hears of it before it takes work again.
 */
export function planShares(
  registry: Known,
  hosts: readonly HostRecord[],
  isPlanned: (version: string, host: string) => boolean,
): PlannedShare[] {
  const admitted = hosts.filter(({ number }) => number !== undefined);
  const mirrored = registry.mirrored.flatMap((version) =>
    admitted.map(({ name: host }): PlannedShare => ({ version, host })),
  );
  const played = registry.compositions.flatMap((version) =>
    [...partsOf(version, registry)].map(([host, participants]): PlannedShare => ({
      version,
      host,
      participants,
    })),
  );
  return [...mirrored, ...played].filter(({ version, host }) => !isPlanned(version.key, host));
}

/** Participants by host: those that it runs of a version, or ran of the one before. */
function partsOf(version: LoadedScore, registry: Known): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  for (const { id, participant } of version.whole.processes) {
    if (participant === undefined) continue;
    const before = version.active ? undefined : hostNow(id, registry);
    for (const host of new Set([hostOf(version, participant), before ?? COORDINATOR]))
      if (host !== COORDINATOR) parts.set(host, [...(parts.get(host) ?? []), participant].sort());
  }
  return parts;
}

/** Hosts that begin sagas of processes of a version now which another host will begin with it. */
export const hostsLeft = (version: LoadedScore, registry: Known): ReadonlySet<string> =>
  new Set(
    version.whole.processes.flatMap(({ id, participant }) => {
      const host = hostNow(id, registry);
      const next = participant === undefined ? COORDINATOR : hostOf(version, participant);
      return host === undefined || host === next ? [] : [host];
    }),
  );

/** Where the newest active version of a process runs. */
function hostNow(process: string, registry: Known): string | undefined {
  const now = registry.definitionById(process);
  if (!now) return undefined;
  const { participant } = now.process;
  return participant === undefined ? COORDINATOR : hostOf(now.score, participant);
}

/** Whether some of these processes run on another host than the orchestrator now. */
export const runElsewhere = (processes: readonly string[], registry: Known): boolean =>
  processes.some((id) => (hostNow(id, registry) ?? COORDINATOR) !== COORDINATOR);

export const hostOf = ({ placement }: LoadedScore, participant: string): string =>
  placement?.hostOf(participant) ?? COORDINATOR;

/** Hosts beside the orchestrator that run a fragment of a version. */
export const hostsOf = ({ placement }: LoadedScore): string[] =>
  placement?.hosts.filter((host) => host !== COORDINATOR) ?? [];

/** Whether a version needs the host's answer before it begins sagas: one that it only leaves counts while it is there. */
export const isNeeded = (
  version: LoadedScore,
  name: string,
  hosts: readonly HostRecord[],
  now: number,
  aliveForMs: number,
): boolean => {
  const runs = version.whole.participants.some(
    ({ name: participant, processId }) => processId !== undefined && hostOf(version, participant) === name,
  );
  const host = hosts.find((one) => one.name === name);
  return runs || (host !== undefined && isAlive(host, now, aliveForMs));
};
