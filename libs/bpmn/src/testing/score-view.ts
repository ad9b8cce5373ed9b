import type { Expression, FlowNode, Score, SequenceFlow } from '../model';

/** A score as plain data, to be compared: links between nodes as ids, expressions as their sources. */
export function scoreView(score: Score): unknown {
  return {
    ...score,
    processes: score.processes.map((process) => ({
      ...process,
      elements: [...process.elements].map(([id, node]) => [id, nodeView(node)]),
      startEvents: process.startEvents.map(({ id }) => id),
      eventSubProcesses: process.eventSubProcesses.map(({ id }) => id),
    })),
  };
}

const nodeView = (node: FlowNode): unknown =>
  Object.fromEntries(Object.entries(node).map(([name, value]) => [name, view(value)]));

function view(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(view);
  if (typeof value !== 'object' || value === null) return value;
  if ('evaluate' in value) {
    const { source, constant } = value as Expression;
    return { source, constant };
  }
  if ('outgoing' in value) return { node: (value as FlowNode).id };
  if ('target' in value) {
    const { id, target, condition } = value as SequenceFlow;
    return { flow: id, target: target.id, condition: view(condition) };
  }
  return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, view(inside)]));
}
