import { relative } from 'node:path';
import { cwd } from 'node:process';
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

  /** `pathOf` tells the path of a deployed file by its name. */
  add({ runtime, history }: World, pathOf: (resource: string) => string): void {
    const counts = new Map<string, ProcessCount>();
    for (const { score, process } of runtime.registry.allDefinitions) {
      const of = this.countsOf(pathOf(score.resource), process.id);
      counts.set(`${score.key} ${process.id}`, of);
      for (const node of process.elements.values()) {
        if (node.triggerOf === undefined) ensure(of.elements, node.id);
        for (const { id } of node.outgoing) ensure(of.flows, id);
      }
    }
    for (const { score, process, element } of history.entered)
      count(counts.get(`${score} ${process}`)?.elements, element);
    for (const { score, process, flow } of history.flows)
      count(counts.get(`${score} ${process}`)?.flows, flow);
  }

  report(): ModelCoverage[] {
    const list = (counts: ReadonlyMap<string, number>) => [...counts].map(([id, taken]) => ({ id, taken }));
    return [...this.processes.values()]
      .sort((one, other) => (one.file < other.file ? -1 : Number(one.file > other.file)))
      .map(({ file, process, elements, flows }) => ({
        file,
        process,
        elements: list(elements),
        flows: list(flows),
      }));
  }

  private countsOf(path: string, process: string): ProcessCount {
    const file = relative(cwd(), path);
    const key = `${file} ${process}`;
    const known = this.processes.get(key);
    if (known) return known;
    const counts = { file, process, elements: new Map<string, number>(), flows: new Map<string, number>() };
    this.processes.set(key, counts);
    return counts;
  }
}

function ensure(counts: Map<string, number>, id: string): void {
  if (!counts.has(id)) counts.set(id, 0);
}

function count(counts: Map<string, number> | undefined, id: string): void {
  const before = counts?.get(id);
  if (before !== undefined) counts?.set(id, before + 1);
}
