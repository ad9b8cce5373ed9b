import type { FlowNode, ProcessModel, Score } from '../../model';
import { type Edge, runTo, type StateSpace } from '../explore/explore';
import type { Finding } from '../finding';
import { findingAt } from './finding-at';

/** Messages of the composition that nobody takes: in no run, or in one in which nothing has failed. */
export function findLostMessages(score: Score, space: StateSpace, isComplete: boolean): readonly Finding[] {
  const calm = calmStates(space);
  return [...space.net.buffers].flatMap(([id, buffer]): Finding[] => {
    const process = score.processes.find(({ elements }) => elements.has(id));
    const receiver = process?.elements.get(id);
    const sent = space.edges.find(({ transition: { put } }) => put.includes(buffer));
    if (!process || !receiver || !sent) return [];
    const isTaken = space.edges.some(({ transition: { take } }) => take.includes(buffer));
    const severity = score.composition ? 'error' : 'warning';
    if (!isTaken && isComplete) return [{ ...neverTaken(process, receiver, pathOf(space, sent)), severity }];
    if (isOptional(process, receiver)) return [];
    const late = space.edges.find(
      (edge) =>
        edge.dropped?.includes(buffer) &&
        calm(edge) &&
        hasBegun(space, edge, score.processes.indexOf(process)),
    );
    return late ? [leftBehind(process, receiver, pathOf(space, late))] : [];
  });
}

/** The receiver's process has run: else the sender was begun otherwise, and nobody was there to tell. */
const hasBegun = (space: StateSpace, edge: Edge, number: number): boolean =>
  [...runTo(space, edge.from), edge].some(({ transition: { process } }) => process === number);

const pathOf = (space: StateSpace, edge: Edge): string[] =>
  [...runTo(space, edge.from), edge].flatMap(({ transition }) => transition.elements);

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

/** Tells whether nothing has failed, and no race was run, up to a step and in it. */
function calmStates({ states, edges, foundBy }: StateSpace): (edge: Edge) => boolean {
  const calm = new Uint8Array(states.length);
  const isCalm = ({ from, transition: { kind } }: Edge): boolean =>
    calm[from] === 1 && kind !== 'failure' && kind !== 'event';
  for (const state of states.keys()) {
    const edge = edges[foundBy[state] ?? -1];
    calm[state] = !edge || isCalm(edge) ? 1 : 0;
  }
  return isCalm;
}

export const isWholeSpace = ({ states, visited, cut, doomed }: StateSpace): boolean =>
  visited === states.length && cut.size === 0 && doomed.size === 0;
