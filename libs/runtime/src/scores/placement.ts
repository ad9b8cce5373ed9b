import { createHash } from 'node:crypto';
import type { Problem, ProcessModel, Score } from '@partitura/bpmn';
import type { Placement } from '@partitura/engine';
import type { OuterKind } from '../ports/saga-store';
import type { PlacementMap } from '../ports/score-store';
import type { LoadedScore } from './loaded-score';

/** The host that undoes sagas, and that runs every participant for which no other one is named. */
export const COORDINATOR = 'orchestrator';

/** Where the participants of a score run, as one host sees it; undefined when all of them run on the orchestrator. */
export function placementOf(
  { participants }: Score,
  map: PlacementMap | undefined,
  host: string,
): Placement | undefined {
  if (!map) return undefined;
  const hostOf = (participant: string): string => map[participant] ?? COORDINATOR;
  const played = participants.flatMap(({ name, processId }) =>
    processId === undefined ? [] : [hostOf(name)],
  );
  const hosts = [...new Set(played)].sort();
  return { host, hosts, coordinator: COORDINATOR, hostOf };
}

/** The participants of a score that run on a host. */
export const playedBy = (
  { participants }: Score,
  map: PlacementMap | undefined,
  host: string,
): ReadonlySet<string> =>
  new Set(participants.map(({ name }) => name).filter((name) => (map?.[name] ?? COORDINATOR) === host));

/** All on the orchestrator, each participant on the host of its own name, or the hosts of single participants. */
export type WantedPlacement = 'orchestrated' | 'choreographed' | PlacementMap;

/** Names of the participants that have a process. */
export const participantsOf = (scores: readonly Score[]): string[] =>
  scores.flatMap(({ participants }) =>
    participants.flatMap(({ name, processId }) => (processId === undefined ? [] : [name])),
  );

/** Hosts are called like participants: in lower case with hyphens. */
const HOST_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What a placement names that cannot be: participants that no score has, hosts of no possible name. */
export function placementProblems(scores: readonly Score[], wanted: WantedPlacement): Problem[] {
  if (typeof wanted === 'string') return [];
  const known = participantsOf(scores);
  return Object.entries(wanted).flatMap(([participant, host]): Problem[] => {
    const about = { rule: 'placement', element: participant, participant };
    const problems: Problem[] = [];
    if (!known.includes(participant))
      problems.push({
        ...about,
        message: `${participant}: the placement names it, but no pool has this name. Use ${known.join(', ') || 'the name of a pool'}.`,
      });
    if (!HOST_NAME.test(host))
      problems.push({
        ...about,
        message: `${participant}: '${host}' cannot be the name of a host. Use ${COORDINATOR}, or the name of a service in lower case with hyphens.`,
      });
    return problems;
  });
}

/** The participants of a score that run elsewhere, in alphabetical order; undefined when none does. */
export function mapOf(score: Score, wanted: WantedPlacement): PlacementMap | undefined {
  if (wanted === 'orchestrated') return undefined;
  const map: Record<string, string> = {};
  for (const name of participantsOf([score]).sort()) {
    const host = wanted === 'choreographed' ? name : wanted[name];
    if (host !== undefined && host !== COORDINATOR) map[name] = host;
  }
  return Object.keys(map).length > 0 ? map : undefined;
}

/** The hash of a version: the same content elsewhere is another one. */
export const hashWith = (hash: string, placement: PlacementMap): string =>
  createHash('sha256')
    .update(`${hash} ${JSON.stringify(placement)}`)
    .digest('hex');

/** Participants whose events a host reads: all of them once something here begins with, or waits for, a message from outside. */
export function sendersTo(scores: Iterable<LoadedScore>): string[] {
  const all = new Set<string>();
  let isOpen = false;
  for (const { score, whole } of scores) {
    for (const { name, processId } of whole.participants) if (processId !== undefined) all.add(name);
    isOpen ||= listensOutside(score);
  }
  return isOpen ? [...all].sort() : [];
}

/**
 * Other hosts where a message or signal of this name may begin or reach something. A name that depends on variables may be any.
 */
export function hostsListening(
  scores: Iterable<LoadedScore>,
  host: string,
  kind: OuterKind,
  name: string,
): string[] {
  const hosts = new Set<string>();
  for (const { whole, placement } of scores) {
    if (!placement) continue;
    for (const process of whole.processes) {
      const other = placement.hostOf(process.participant ?? '');
      if (other !== host && !hosts.has(other) && listensTo(process, kind, name)) hosts.add(other);
    }
  }
  return [...hosts];
}

const listensTo = ({ elements }: ProcessModel, kind: OuterKind, name: string): boolean =>
  [...elements.values()].some((node) => {
    if (THROWS.test(node.kind) || node.message?.inner) return false;
    const caught = kind === 'message' ? node.message?.name : node.signal;
    return (
      caught !== undefined &&
      (caught.source.startsWith('=') || caught.constant === name || caught.source === name)
    );
  });

const THROWS = /^(message|signal)(Throw|End)Event$|^sendTask$/;

/** Whether a message from outside can begin or reach something. */
const listensOutside = ({ processes }: Score): boolean =>
  processes.some(({ elements }) =>
    [...elements.values()].some(
      ({ kind, message }) =>
        message !== undefined && !message.inner && !/^message(Throw|End)Event$|^sendTask$/.test(kind),
    ),
  );
