import type { FlowNode, Score } from '../../model';

/** Who sends to whom inside a score. */
export interface Senders {
  /** Throwing nodes by the id of the receiving node, those that run as compensation left out. */
  of(receiver: FlowNode): readonly Sender[];
  /**
   * Whether a node gets messages of its own saga only, and all who send them are known: another one may always get its
   * message.
   */
  isInner(receiver: FlowNode): boolean;
  /** Whether a message that is sent to a node is taken there: one with a subscription hears what comes from outside alone. */
  reaches(receiver: string): boolean;
  /** Whether a node runs as compensation only. */
  isUndoing(node: FlowNode): boolean;
}

export interface Sender {
  readonly process: number;
  readonly node: FlowNode;
}

export function sendersOf(score: Score): Senders {
  const nodes = score.processes.map(({ elements }) => elements);
  const senders = new Map<string, Sender[]>();
  const unknown = new Set<string>();
  const undoing = new Set<FlowNode>();
  for (const elements of nodes)
    for (const node of elements.values()) if (undoes(node, elements)) undoing.add(node);
  for (const [process, elements] of nodes.entries()) {
    // Without these its compensation runs when the saga is undone, and then nobody waits any more.
    const undoesItself = [...elements.values()].some(({ kind }) => COMPENSATING.has(kind));
    for (const node of elements.values())
      for (const { elementId } of node.message?.receivers ?? []) {
        if (undoing.has(node)) {
          if (undoesItself) unknown.add(elementId);
        } else senders.set(elementId, [...(senders.get(elementId) ?? []), { process, node }]);
      }
  }
  // What a worker sends in its own way is not known to come, nor not to come.
  for (const { source, target } of score.messageFlows) {
    const pool = score.participants.find(({ id }) => id === source);
    const isKnown = (senders.get(target) ?? []).some(
      ({ process, node }) =>
        node.id === source ||
        node.triggerOf === source ||
        (pool?.processId !== undefined && score.processes[process]?.id === pool.processId),
    );
    const isUndone = nodes.some((elements) => undoing.has(elements.get(source) as FlowNode));
    if (!isKnown && !isUndone) unknown.add(target);
  }
  const isInner = ({ id, message, triggerOf }: FlowNode): boolean =>
    score.composition &&
    message?.inner === true &&
    !unknown.has(id) &&
    !(triggerOf !== undefined && unknown.has(triggerOf) && !senders.has(id));
  const beginning = new Set(score.processes.flatMap(({ startEvents }) => startEvents.flatMap(awaitedAt)));
  return {
    of: ({ id }) => senders.get(id) ?? [],
    isInner,
    reaches: (id) => {
      const node = nodes.map((elements) => elements.get(id)).find((one) => one);
      return node !== undefined && (isInner(node) || beginning.has(node));
    },
    isUndoing: (node) => undoing.has(node),
  };
}

/** The nodes whose messages are awaited at one: its own, those of its definitions, those behind an event-based gateway. */
export const awaitedAt = (node: FlowNode): readonly FlowNode[] =>
  node.kind === 'eventBasedGateway'
    ? node.outgoing.flatMap(({ target }) => [target, ...(target.triggers ?? [])])
    : [node, ...(node.triggers ?? [])];

const COMPENSATING: ReadonlySet<FlowNode['kind']> = new Set([
  'compensationThrowEvent',
  'compensationEndEvent',
  'cancelEndEvent',
]);

/** A compensation handler, a compensation event sub-process, or something inside of one. */
function undoes(node: FlowNode, elements: ReadonlyMap<string, FlowNode>): boolean {
  for (let one: FlowNode | undefined = node; one; one = around(one, elements))
    if (one.isForCompensation || one.startEvent?.kind === 'compensationStartEvent') return true;
  return node.kind === 'compensationBoundaryEvent';
}

const around = ({ scope }: FlowNode, elements: ReadonlyMap<string, FlowNode>): FlowNode | undefined =>
  scope === undefined ? undefined : elements.get(scope);
