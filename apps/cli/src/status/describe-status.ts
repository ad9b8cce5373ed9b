import type { CompositionView, HostView } from '../api/views';
import { describePlacement } from '../deploy/describe-deployment';
import type { Paint } from '../terminal/terminal';
import { isMissed, versionsInUse } from './is-wrong';

/** The report of `status` for people. */
export function describeStatus(
  hosts: readonly HostView[],
  all: readonly CompositionView[],
  paint: Paint,
): string {
  const versions = versionsInUse(all);
  return [
    paint('bold', 'Hosts'),
    ...(hosts.length === 0
      ? ['  none beside the orchestrator has joined']
      : hosts.flatMap((host) => describeHost(host, all, paint))),
    '',
    paint('bold', 'Compositions'),
    ...(versions.length === 0
      ? ['  none is deployed: partitura deploy FILE']
      : versions.flatMap((version) => describeVersion(version, paint))),
    '',
  ].join('\n');
}

function describeHost(host: HostView, all: readonly CompositionView[], paint: Paint): string[] {
  const seen = paint('dim', `last heard of at ${host.lastSeenAt}`);
  const isUp = host.state === 'up';
  const mark = isUp ? paint('green', '✔') : paint(isMissed(host, all) ? 'red' : 'dim', '–');
  const text = isUp ? `up, does the tasks of ${host.participants.join(', ') || 'nobody'}` : 'away';
  const missed = isMissed(host, all) ? [`something runs on it: start the service ${host.host}.`] : [];
  const notes = [...missed, ...(host.problem ? [host.problem.message] : [])];
  return [
    `  ${mark} ${paint('bold', host.host)} ${text} ${seen}`,
    ...notes.map((note) => `      ${paint('yellow', note)}`),
    ...host.drift.map(({ reason }) => `      ${paint('red', 'drift')} ${reason}`),
  ];
}

function describeVersion(version: CompositionView, paint: Paint): string[] {
  const { compositionId, state, current, placement, waitsFor, sagas } = version;
  const colour = state === 'active' ? 'green' : state === 'pending' ? 'yellow' : 'red';
  const what = state === 'active' ? (current ? 'active' : 'ends its sagas') : state;
  const incidents = sagas?.withIncidents ?? 0;
  const waiting = incidents > 0 ? paint('red', `, ${incidents} with incidents`) : '';
  return [
    `  ${paint('bold', compositionId)} version ${version.version} ${paint(colour, what)}, ${describePlacement(placement)}`,
    `      ${sagas?.active ?? 0} sagas run${waiting}`,
    ...waitsFor.map(({ reason }) => `      ${paint('yellow', reason)}`),
  ];
}
