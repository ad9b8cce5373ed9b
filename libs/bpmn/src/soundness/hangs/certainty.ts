import type { Transition } from '../net/net';
import type { Edge, StateSpace } from '../explore/explore';
import { canReach } from '../explore/reachability';

/**
 * Whether a hang is proven, though data were left out: conditions of several gateways may depend on one another, so that
 * a run is drawn that no data allow. It is proven when one choice of data, at most, is enough for it: whatever all other
 * conditions say, failures, events and the order of things can still bring the run to the hang. A game over the states: data
 * try to avoid it, everything else tries to bring it about.
 */
export function isCertain(
  space: StateSpace,
  incoming: readonly (readonly number[])[],
  run: readonly Edge[],
  hang: readonly number[],
): boolean {
  if (isSimple(run)) return true;
  const forced = statesForcedInto(space, incoming, hang);
  if (forced[0]) return true;
  const drawn = run.filter(({ transition: { choice, isDoubtful } }) => choice !== undefined && !isDoubtful);
  const choices = new Set(drawn.map(({ transition }) => transition));
  return [...choices].some((choice) => statesForcedInto(space, incoming, hang, { choice, after: forced })[0]);
}

/** A run with one choice of data at most, and one that is drawn: some data allow it. */
export function isSimple(run: readonly Edge[]): boolean {
  const choices = run.filter(({ transition }) => transition.choice !== undefined);
  return choices.length <= 1 && choices.every(({ transition }) => !transition.isDoubtful);
}

interface Taken {
  /** This way of a gateway is taken, sooner or later, and no other of the gateway before. */
  readonly choice: Transition;
  /** The states that are forced into the hang once it was taken. */
  readonly after: Uint8Array;
}

function statesForcedInto(
  space: StateSpace,
  incoming: readonly (readonly number[])[],
  hang: readonly number[],
  taken?: Taken,
): Uint8Array {
  const { states, edges, out } = space;
  const forced = new Uint8Array(states.length);
  const pending: number[] = [];
  const add = (state: number): void => {
    if (forced[state]) return;
    forced[state] = 1;
    pending.push(state);
  };
  const leadsToChoice =
    taken &&
    canReach(
      space,
      incoming,
      edges.flatMap(({ from, transition }) => (transition === taken.choice ? [from] : [])),
    );
  const isAllowed = ({ to, transition }: Edge): boolean =>
    !taken || (transition.choice !== taken.choice.choice && leadsToChoice?.[to] === 1);
  const avoids = (state: number, choice: string): boolean =>
    (out[state] ?? []).some((index) => {
      const edge = edges[index] as Edge;
      return edge.transition.choice === choice && isAllowed(edge) && !forced[edge.to];
    });

  for (const state of hang) add(state);
  if (taken)
    for (const { from, to, transition } of edges)
      if (transition === taken.choice && taken.after[to]) add(from);
  for (let state = pending.pop(); state !== undefined; state = pending.pop())
    for (const index of incoming[state] ?? []) {
      const edge = edges[index] as Edge;
      const { choice } = edge.transition;
      if (choice === undefined) add(edge.from);
      else if (isAllowed(edge) && !space.cut.has(edge.from) && !avoids(edge.from, choice)) add(edge.from);
    }
  return forced;
}
