import type { FlowNode, Score } from '../../model';
import type { StateSpace } from '../explore/explore';
import { reachableFromStates } from '../explore/reachability';
import type { Senders } from '../net/senders';
import { nextInScope } from '../structure/ways';
import type { Stuck } from './endings';

export interface Alternatives {
  /** The gateway that lets a token wait on each of several branches. */
  readonly split: FlowNode;
  /** What waits on another branch, for a message of which only this or that one is sent. */
  readonly other: FlowNode;
}

/** A gateway in front of a wait that waits for another message at the same time, of which no run sends both. */
export function alternativesBefore(
  score: Score,
  senders: Senders,
  space: StateSpace,
  { process, element }: Stuck,
): Alternatives | undefined {
  const model = score.processes[process];
  const wait = model?.elements.get(element);
  if (!model || !wait?.message) return undefined;
  for (const split of model.elements.values()) {
    if (!SPLITTING.has(split.kind) || split.scope !== wait.scope) continue;
    const branches = split.outgoing.map(({ target }) => behind(target, split));
    const own = branches.find((nodes) => nodes.has(wait));
    if (!own) continue;
    const others = branches
      .filter((nodes) => nodes !== own && !nodes.has(wait))
      .flatMap((nodes) => [...nodes]);
    const other = others.find(
      (node) =>
        node.message && senders.isInner(node) && !own.has(node) && neverBoth(senders, space, wait, node),
    );
    if (other) return { split, other };
  }
  return undefined;
}

const SPLITTING: ReadonlySet<FlowNode['kind']> = new Set([
  'parallelGateway',
  'inclusiveGateway',
  'complexGateway',
]);

/** A branch of a gateway: its first node and all behind it, up to the gateway again. */
function behind(first: FlowNode, split: FlowNode): ReadonlySet<FlowNode> {
  const found = new Set<FlowNode>([first]);
  for (const node of found) for (const next of nextInScope(node)) if (next !== split) found.add(next);
  return found;
}

/** Each of two messages is sent in some run, and none sends both. */
function neverBoth(senders: Senders, space: StateSpace, one: FlowNode, other: FlowNode): boolean {
  const sends = (receiver: FlowNode) => {
    const buffer = space.net.buffers.get(receiver.id);
    return space.edges.filter(({ transition: { put } }) => buffer !== undefined && put.includes(buffer));
  };
  const [first, second] = [sends(one), sends(other)];
  if (first.length === 0 || second.length === 0) return false;
  const follows = (before: typeof first, after: typeof first): boolean => {
    const reached = reachableFromStates(
      space,
      before.map(({ to }) => to),
    );
    return after.some(({ from }) => reached[from]);
  };
  return senders.of(one).length > 0 && !follows(first, second) && !follows(second, first);
}
