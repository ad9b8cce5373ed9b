import type { NodeContent, NodeDraft } from './draft';
import type { ProcessContext } from './process-context';

/** Gives each scope its event sub-processes; the process itself keeps those directly below it. */
export function linkEventSubProcesses(context: ProcessContext): void {
  const { nodes, eventSubProcesses } = context.process;
  for (const { node } of nodes.values()) {
    if (node.kind !== 'eventSubProcess') continue;
    const around: NodeContent | undefined =
      node.scope === undefined ? undefined : nodes.get(node.scope)?.node;
    (around?.eventSubProcesses ?? eventSubProcesses).push(node);
  }
}

/** Nodes by the id of the sub-process around them; undefined: directly below the process. */
export function groupByScope(
  drafts: readonly NodeDraft[],
): ReadonlyMap<string | undefined, readonly NodeDraft[]> {
  const groups = new Map<string | undefined, NodeDraft[]>();
  for (const draft of drafts) {
    const group = groups.get(draft.node.scope);
    if (group) group.push(draft);
    else groups.set(draft.node.scope, [draft]);
  }
  return groups;
}
