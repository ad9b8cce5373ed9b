import type { ProcessDraft } from '../compile/draft';

/** The nodes that a token can come to after one node, boundary events and sub-processes included. */
export function reachableFrom(process: ProcessDraft, from: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending = next(process, from);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    pending.push(...next(process, id));
  }
  return reached;
}

function next({ nodes }: Pick<ProcessDraft, 'nodes'>, id: string): string[] {
  const node = nodes.get(id)?.node;
  if (!node) return [];
  if (node.triggerOf !== undefined) return next({ nodes }, node.triggerOf);
  const ids = [
    ...node.outgoing.map(({ target }) => target.id),
    ...node.boundaryEvents.map((boundary) => boundary.id),
  ];
  if (node.startEvent) ids.push(node.startEvent.id);
  if (node.linkTarget) ids.push(node.linkTarget.id);
  const around = node.scope === undefined ? undefined : nodes.get(node.scope)?.node;
  // A token that leaves a sub-process goes on behind it; one inside can be interrupted by its boundary events.
  if (around) ids.push(...around.boundaryEvents.map((boundary) => boundary.id));
  if (around && node.outgoing.length === 0) ids.push(...around.outgoing.map(({ target }) => target.id));
  return ids;
}
