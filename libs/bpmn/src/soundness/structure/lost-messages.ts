import type { FlowNode, ProcessModel, Score } from '../../model';
import { runTo, type StateSpace } from '../explore/explore';
import type { Finding } from '../finding';
import type { Endings } from '../hangs/endings';
import { findingAt } from './finding-at';

/** Messages of the composition that nobody takes: in no run, or in one in which nothing has failed. */
export function findLostMessages(score: Score, endings: Endings, isComplete: boolean): readonly Finding[] {
  const { space } = endings;
  const findings: Finding[] = [];
  for (const [id, buffer] of space.net.buffers) {
    const process = score.processes.find(({ elements }) => elements.has(id));
    const receiver = process?.elements.get(id);
    const sent = space.edges.find(({ transition: { put } }) => put.includes(buffer));
    if (!process || !receiver || !sent) continue;
    const isTaken = space.edges.some(({ transition: { take } }) => take.includes(buffer));
    const path = (state: number): string[] =>
      runTo(space, state).flatMap(({ transition }) => transition.elements);
    if (!isTaken && isComplete) {
      findings.push({
        ...neverTaken(process, receiver, path(sent.to)),
        severity: score.composition ? 'error' : 'warning',
      });
      continue;
    }
    const left = isOptional(process, receiver) ? undefined : leftOver(endings, buffer);
    if (left !== undefined) findings.push(leftBehind(process, receiver, path(left)));
  }
  return findings;
}

function neverTaken(process: ProcessModel, { id }: FlowNode, path: readonly string[]): Finding {
  return findingAt(
    process,
    'message-without-receiver',
    { id },
    `${id}: its message is sent, but in no run is it received: ${id} is never waiting when or after it comes. Let the receiver wait for it, or remove the message.`,
    path,
  );
}

function leftBehind(process: ProcessModel, { id }: FlowNode, path: readonly string[]): Finding {
  return findingAt(
    process,
    'message-without-receiver',
    { id },
    `${id}: its message is sent in a run in which its receiver ends without it. Wait for it on every path, or send it only where it is awaited.`,
    path,
  );
}

/** Behind an event-based gateway, on a boundary or before an event sub-process: not to come is what it is drawn for. */
function isOptional({ elements }: ProcessModel, receiver: FlowNode): boolean {
  const node = receiver.triggerOf === undefined ? receiver : elements.get(receiver.triggerOf);
  return (
    !node ||
    node.kind.endsWith('BoundaryEvent') ||
    node.kind.endsWith('StartEvent') ||
    node.incoming.some(({ source }) => elements.get(source)?.kind === 'eventBasedGateway')
  );
}

/** A final state, reached without any failure, in which everything has ended but a message is left. */
function leftOver({ space, final }: Endings, buffer: number): number | undefined {
  return final.find((state) => {
    const tokens = space.states[state];
    if (!tokens?.[buffer] || space.net.scopes.some(({ active }) => tokens[active])) return false;
    return runTo(space, state).every(
      ({ transition }) => transition.kind !== 'failure' && transition.kind !== 'event',
    );
  });
}

export const isWholeSpace = ({ states, visited, cut }: StateSpace): boolean =>
  visited === states.length && cut.size === 0;
