import type { Edge } from '../explore/explore';
import type { Place } from '../net/net';
import type { Stuck } from './endings';

/**
 * The part of a run that leads to a wait, as element ids: the steps of the processes on which it depends, and what made
 * them possible. What others did meanwhile is left out.
 */
export function relevantPath(
  run: readonly Edge[],
  { element }: Stuck,
  processes: ReadonlySet<number>,
): readonly string[] {
  const needed = new Set<Place>();
  const kept: Edge[] = [];
  for (const edge of run.toReversed()) {
    const { process, put, take, takeEach } = edge.transition;
    if (!processes.has(process) && !put.some((place) => needed.has(place))) continue;
    kept.push(edge);
    for (const place of [...take, ...takeEach]) needed.add(place);
  }
  const ids = kept.reverse().flatMap(({ transition }) => transition.elements);
  const path = ids.filter((id, index) => id !== ids[index - 1]);
  return path.at(-1) === element ? path : [...path, element];
}
