import type { Edge, StateSpace } from './explore';

/** For each state, the indexes of the steps that lead to it. */
export function incomingOf({ states, edges }: StateSpace): readonly (readonly number[])[] {
  const incoming: number[][] = Array.from({ length: states.length }, () => []);
  for (const [index, { to }] of edges.entries()) incoming[to]?.push(index);
  return incoming;
}

/** The states from which one of some states can be reached, those themselves included. */
export const canReach = (
  { states, edges }: StateSpace,
  incoming: readonly (readonly number[])[],
  targets: Iterable<number>,
): Uint8Array => spread(states.length, targets, incoming, (index) => (edges[index] as Edge).from);

/** The states that can be reached from some states, those themselves included. */
export const reachableFromStates = (
  { states, edges, out }: StateSpace,
  sources: Iterable<number>,
): Uint8Array => spread(states.length, sources, out, (index) => (edges[index] as Edge).to);

/** Follows the steps at each state to the states at their other ends. */
function spread(
  size: number,
  from: Iterable<number>,
  stepsAt: readonly (readonly number[] | undefined)[],
  otherEnd: (step: number) => number,
): Uint8Array {
  const found = new Uint8Array(size);
  const pending: number[] = [];
  const add = (state: number): void => {
    if (found[state]) return;
    found[state] = 1;
    pending.push(state);
  };
  for (const state of from) add(state);
  for (let state = pending.pop(); state !== undefined; state = pending.pop())
    for (const step of stepsAt[state] ?? []) add(otherEnd(step));
  return found;
}
