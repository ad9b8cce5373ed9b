import type { ProcessDraft } from '../compile/draft';

/** Whether a token that passed one node can come to another one, boundary events and sub-processes included. */
export function isReachable(process: ProcessDraft, from: string, to: string): boolean {
  const seen = new Set<string>();
  const pending = next(process, from);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    pending.push(...next(process, id));
  }
  return false;
}

function next({ nodes }: ProcessDraft, id: string): string[] {
  const node = nodes.get(id)?.node;
  if (!node) return [];
  const ids = [
    ...node.outgoing.map(({ target }) => target.id),
    ...node.boundaryEvents.map((boundary) => boundary.id),
  ];
  if (node.startEvent) ids.push(node.startEvent.id);
  const around = node.scope === undefined ? undefined : nodes.get(node.scope)?.node;
  // A token that leaves a sub-process goes on behind it; one inside can be interrupted by its boundary events.
  if (around) ids.push(...around.boundaryEvents.map((boundary) => boundary.id));
  if (around && node.outgoing.length === 0) ids.push(...around.outgoing.map(({ target }) => target.id));
  return ids;
}
