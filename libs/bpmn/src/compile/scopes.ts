import type { NodeContent } from './draft';
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
