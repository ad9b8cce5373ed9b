import type { FlowNode, ProcessModel } from '../../model';

/**
 * For every node of a gateway's scope: ids of the gateway's incoming flows that a token there can still come to without
 * passing the gateway; by sequence flows, boundary events and links.
 */
export function waysInto(process: ProcessModel, gateway: FlowNode): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, string[]>();
  const before = predecessors(process);
  for (const { id: flow, source } of gateway.incoming) {
    const seen = new Set<string>([gateway.id]);
    const pending = [source];
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const flows = ways.get(id);
      if (flows) flows.push(flow);
      else ways.set(id, [flow]);
      pending.push(...(before.get(id) ?? []));
    }
  }
  return ways;
}

function predecessors({ elements }: ProcessModel): ReadonlyMap<string, readonly string[]> {
  const before = new Map<string, string[]>();
  for (const node of elements.values())
    for (const next of nextInScope(node)) before.set(next.id, [...(before.get(next.id) ?? []), node.id]);
  return before;
}

/** The nodes of the same scope that a token comes to directly. */
export const nextInScope = ({ outgoing, boundaryEvents, linkTarget }: FlowNode): readonly FlowNode[] => [
  ...outgoing.map(({ target }) => target),
  ...boundaryEvents,
  ...(linkTarget ? [linkTarget] : []),
];

/** The nodes that a token can come to after one node, into sub-processes and out of them. */
export function reachableFrom(process: ProcessModel, from: FlowNode): ReadonlySet<FlowNode> {
  const reached = new Set<FlowNode>();
  const pending = [...successors(process, from)];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    pending.push(...successors(process, node));
  }
  return reached;
}

function successors({ elements, eventSubProcesses }: ProcessModel, node: FlowNode): readonly FlowNode[] {
  const inside = node.eventSubProcesses.flatMap(({ startEvent }) => startEvent ?? []);
  const around = node.scope === undefined ? undefined : elements.get(node.scope);
  const beside = (around?.eventSubProcesses ?? eventSubProcesses).flatMap(
    ({ startEvent }) => startEvent ?? [],
  );
  return [
    ...nextInScope(node),
    ...(node.startEvent ? [node.startEvent] : []),
    ...(node.adHoc?.activities ?? []),
    ...inside,
    ...beside,
    // A token that leaves a sub-process goes on behind it.
    ...(around ? nextInScope(around) : []),
  ];
}
