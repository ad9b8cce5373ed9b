import type { Edge, StateSpace } from './explore';

/** For each state, the indexes of the steps that lead to it. */
export function incomingOf({ states, edges }: StateSpace): readonly (readonly number[])[] {
  const incoming: number[][] = Array.from({ length: states.length }, () => []);
  for (const [index, { to }] of edges.entries()) incoming[to]?.push(index);
  return incoming;
}

/** The states from which one of some states can be reached, those themselves included. */
export function canReach(
  { states, edges }: StateSpace,
  incoming: readonly (readonly number[])[],
  targets: Iterable<number>,
): Uint8Array {
  const found = new Uint8Array(states.length);
  const pending: number[] = [];
  const add = (state: number): void => {
    if (found[state]) return;
    found[state] = 1;
    pending.push(state);
  };
  for (const state of targets) add(state);
  for (let state = pending.pop(); state !== undefined; state = pending.pop())
    for (const index of incoming[state] ?? []) add((edges[index] as Edge).from);
  return found;
}

/** The states that can be reached from some states, those themselves included. */
export function reachableFromStates(
  { states, edges, out }: StateSpace,
  sources: Iterable<number>,
): Uint8Array {
  const found = new Uint8Array(states.length);
  const pending: number[] = [];
  const add = (state: number): void => {
    if (found[state]) return;
    found[state] = 1;
    pending.push(state);
  };
  for (const state of sources) add(state);
  for (let state = pending.pop(); state !== undefined; state = pending.pop())
    for (const index of out[state] ?? []) add((edges[index] as Edge).to);
  return found;
}
