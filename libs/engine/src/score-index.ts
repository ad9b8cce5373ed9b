import type { FlowNode, ProcessModel, Score } from '@partitura/bpmn';

const indexes = new WeakMap<Score, ReadonlyMap<string, ProcessModel>>();

/** The process of a deployed score, by its id. */
export function processOf(score: Score, id: string): ProcessModel {
  let index = indexes.get(score);
  if (!index) indexes.set(score, (index = new Map(score.processes.map((process) => [process.id, process]))));
  const process = index.get(id);
  if (!process)
    throw new Error(`Score ${score.id} has no process ${id}. Deploy the version that the saga began with.`);
  return process;
}

/** The flow node of a process, by its id. */
export function nodeOf(process: ProcessModel, id: string): FlowNode {
  const node = process.elements.get(id);
  if (!node)
    throw new Error(
      `Process ${process.id} has no element ${id}. Deploy the version that the saga began with.`,
    );
  return node;
}

const boundaries = new WeakMap<ProcessModel, ReadonlyMap<string, FlowNode>>();

/** The compensation boundary event of an activity. */
export function compensationBoundaryOf(process: ProcessModel, activity: string): FlowNode | undefined {
  let index = boundaries.get(process);
  if (!index) {
    const events = [...process.elements.values()].filter(({ kind }) => kind === 'compensationBoundaryEvent');
    boundaries.set(process, (index = new Map(events.map((event) => [event.attachedTo ?? '', event]))));
  }
  return index.get(activity);
}
