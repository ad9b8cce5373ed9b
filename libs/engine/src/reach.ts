import type { FlowNode, ProcessModel } from '@partitura/bpmn';

type Reach = ReadonlyMap<string, readonly string[]>;

const known = new WeakMap<FlowNode, Reach>();

/**
 * For every node of a gateway's scope: which of the gateway's incoming flows a token there can still come to without passing
 * the gateway; by sequence flows, boundary events and links. Worked out once per model.
 */
export function reachOf(process: ProcessModel, gateway: FlowNode): Reach {
  let reach = known.get(gateway);
  if (!reach) known.set(gateway, (reach = workOut(process, gateway)));
  return reach;
}

function workOut(process: ProcessModel, gateway: FlowNode): Reach {
  const reach = new Map<string, string[]>();
  const before = predecessors(process);
  for (const { id: flow, source } of gateway.incoming) {
    const seen = new Set<string>([gateway.id]);
    const pending = [source];
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const flows = reach.get(id);
      if (flows) flows.push(flow);
      else reach.set(id, [flow]);
      pending.push(...(before.get(id) ?? []));
    }
  }
  return reach;
}

/** The nodes from which a token comes directly to a node. */
function predecessors({ elements }: ProcessModel): ReadonlyMap<string, readonly string[]> {
  const before = new Map<string, string[]>();
  const add = (from: string, to: string): void => {
    const list = before.get(to);
    if (list) list.push(from);
    else before.set(to, [from]);
  };
  for (const node of elements.values()) {
    for (const { target } of node.outgoing) add(node.id, target.id);
    for (const boundary of node.boundaryEvents) add(node.id, boundary.id);
    if (node.linkTarget) add(node.id, node.linkTarget.id);
  }
  return before;
}
