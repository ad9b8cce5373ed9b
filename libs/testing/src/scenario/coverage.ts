import type { ModelCoverage } from './report';
import type { World } from './world';

interface ProcessCount {
  readonly file: string;
  readonly process: string;
  readonly elements: Map<string, number>;
  readonly flows: Map<string, number>;
}

/** Counts which elements and flows the scenarios took, over all of them. */
export class Coverage {
  private readonly processes = new Map<string, ProcessCount>();

  add({ runtime, history }: World): void {
    for (const { score, process } of runtime.registry.allDefinitions) {
      const key = `${score.resource} ${process.id}`;
      const counts = this.processes.get(key) ?? {
        file: score.resource,
        process: process.id,
        elements: new Map<string, number>(),
        flows: new Map<string, number>(),
      };
      this.processes.set(key, counts);
      for (const node of process.elements.values()) {
        if (node.triggerOf === undefined) ensure(counts.elements, node.id);
        for (const { id } of node.outgoing) ensure(counts.flows, id);
      }
    }
    for (const { process, element } of history.entered)
      for (const counts of this.of(process)) count(counts.elements, element);
    for (const { process, flow } of history.flows)
      for (const counts of this.of(process)) count(counts.flows, flow);
  }

  report(): ModelCoverage[] {
    const list = (counts: ReadonlyMap<string, number>) => [...counts].map(([id, taken]) => ({ id, taken }));
    return [...this.processes.values()]
      .sort((one, other) => (one.file < other.file ? -1 : 1))
      .map(({ file, process, elements, flows }) => ({
        file,
        process,
        elements: list(elements),
        flows: list(flows),
      }));
  }

  private of(process: string): ProcessCount[] {
    return [...this.processes.values()].filter((counts) => counts.process === process);
  }
}

function ensure(counts: Map<string, number>, id: string): void {
  if (!counts.has(id)) counts.set(id, 0);
}

function count(counts: Map<string, number>, id: string): void {
  const before = counts.get(id);
  if (before !== undefined) counts.set(id, before + 1);
}
