import type { Run } from '../run';
import { endSaga } from '../saga';
import type { SagaState } from '../state';
import type { HostProgress, Part, Progress, ReceivedNumbers } from './part';

const countOf = ({ upTo, beyond }: ReceivedNumbers): number => upTo + (beyond?.length ?? 0);

/** Whether all instances of this host have ended. */
export const isDone = ({ instances }: SagaState): boolean => {
  for (const id in instances) if (instances[id]?.state === 'active') return false;
  return true;
};

/** What this host has done so far. */
export const ownProgress = (state: SagaState, part: Part): HostProgress => ({
  sent: { ...part.sent },
  received: Object.fromEntries(
    Object.entries(part.received).map(([host, numbers]) => [host, countOf(numbers)]),
  ),
  done: isDone(state),
});

/** What a message or report tells others: everything that this host has done and knows. */
export const toldProgress = (state: SagaState, part: Part): Progress => ({
  ...part.known,
  [part.host]: ownProgress(state, part),
});

/**
 * Grows with everything that a host does: a host that is done only goes on when it receives a message. Of two reports
 * about one host the one with the greater version is the newer one.
 */
export const versionOf = ({ sent, received, done }: HostProgress): number =>
  2 * (sum(sent) + sum(received)) + (done ? 1 : 0);

const sum = (counts: Readonly<Record<string, number>>): number => {
  let total = 0;
  for (const host in counts) total += counts[host] ?? 0;
  return total;
};

/** What a host knows once it has been told more. */
export function learn(part: Part, told: Progress): void {
  for (const [host, progress] of Object.entries(told)) {
    const known = part.known[host];
    if (host !== part.host && (!known || versionOf(progress) > versionOf(known))) part.known[host] = progress;
  }
}

/**
 * Whether a saga is complete on every host: each that has been written to is done, and has received what was sent to it. Such
 * reports need not be of one moment. The first host to go on after its report would have received a message that its sender
 * sent before its own report (then the counts would differ) or after it (then the sender went on first).
 */
export function isComplete(progress: Progress): boolean {
  for (const [from, { sent, received, done }] of Object.entries(progress)) {
    if (!done) return false;
    for (const to in sent) if (sent[to] !== progress[to]?.received[from]) return false;
    for (const other in received) if (received[other] !== progress[other]?.sent[from]) return false;
  }
  return true;
}

/**
 * At the end of a command: the host where the saga began ends it once it is complete everywhere. Another one that is done tells
 * that host so, unless a message that leaves now tells it to whoever goes on.
 */
export function tellProgress(run: Run): void {
  const { part, status } = run.state;
  if (!part || part.stop || status !== 'active' || !isDone(run.state)) return;
  if (part.root === part.host) {
    if (isComplete(toldProgress(run.state, part))) endSaga(run, 'completed');
    return;
  }
  const version = versionOf(ownProgress(run.state, part));
  if (version === part.told) return;
  const carried = run.events.some(({ type }) => type === 'MessageSent');
  run.emit({ type: 'ProgressTold', version, ...(carried ? {} : { to: part.root }) });
}
