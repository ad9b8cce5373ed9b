import type { Admission, HostRecord } from '../ports/host-store';
import { COORDINATOR } from '../scores/placement';
import { HOST_PROTOCOL } from './host-messages';

/** Whether a host was heard of lately. */
export const isAlive = ({ seenAt, number }: HostRecord, now: number, aliveForMs: number): boolean =>
  number !== undefined && now - seenAt < aliveForMs;

/**
 * Why a host is turned away; undefined: it is welcome. A name belongs to the database that was heard of under it lately: a
 * second one would run sagas of the first, and one that lost its database waits until the lost one counts as gone.
 */
export function reasonToTurnAway(
  joined: Admission,
  known: readonly HostRecord[],
  aliveForMs: number,
): string | undefined {
  const { name, identity, protocol, participants, seenAt } = joined;
  if (name === COORDINATOR) return `${name} is the name of the orchestrator: give this host another name.`;
  if (protocol !== HOST_PROTOCOL) return otherRelease(name, protocol);
  const alive = known.filter((host) => isAlive(host, seenAt, aliveForMs));
  const holder = alive.find((host) => host.name === name);
  if (holder && holder.identity !== identity)
    return (
      `${name}: another database has this name. Give each host its own name, or all processes of ${name} one DATABASE_URL. ` +
      `If the other database is lost, wait ${aliveForMs / 1000} s.`
    );
  for (const participant of participants) {
    const other = alive.find((host) => host.name !== name && host.participants.includes(participant));
    if (other)
      return `${name}: the host ${other.name} does the tasks of participant ${participant} already. Run them in one of the two services.`;
  }
  return undefined;
}

const otherRelease = (name: string, protocol: number): string =>
  protocol < HOST_PROTOCOL
    ? `${name} is of an older release than the orchestrator (protocol ${protocol}, not ${HOST_PROTOCOL}): update the service ${name}.`
    : `${name} is of a newer release than the orchestrator (protocol ${protocol}, not ${HOST_PROTOCOL}): update the orchestrator.`;
