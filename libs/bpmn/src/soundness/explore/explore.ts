import { type Cut, fire, isEnabled } from '../net/fire';
import type { Net, Place, Tokens, Transition } from '../net/net';
import { Doom } from './doom';
import { DeadMessages } from './dead-messages';
import { StubbornSets } from './stubborn-set';

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly transition: Transition;
  /** Buffers whose messages nobody can take any more after it: they are forgotten. */
  readonly dropped?: readonly Place[];
}

/** The states that were visited, breadth first, and the steps between them. */
export interface StateSpace {
  readonly net: Net;
  readonly states: readonly Tokens[];
  readonly edges: readonly Edge[];
  /** Indexes into `edges` of the steps out of each state. */
  readonly out: readonly (readonly number[])[];
  /** The step by which each state was found first; the initial state has none. */
  readonly foundBy: readonly (number | undefined)[];
  /** States from which a step leads to where it was not followed. */
  readonly cut: ReadonlyMap<number, Cut>;
  /** States that were not followed because tokens in these places can never move again. */
  readonly doomed: ReadonlyMap<number, ReadonlySet<Place>>;
  /** States from this one on have not been looked at: there are more than the bound. */
  readonly visited: number;
}

export interface ExploreOptions {
  /** States to visit at most. */
  readonly bound: number;
  /** Follow every step of every state. */
  readonly full?: boolean;
  /** Some process has no way to end: no step may be put off for ever. */
  readonly fair?: boolean;
  /** Stops each run as soon as some token can never move again: fewer states, and each run has one hang at most. */
  readonly untilDoomed?: boolean;
}

/** Visits the states of a net, breadth first, with partial-order reduction. */
export function explore(
  net: Net,
  { bound, full = false, fair = false, untilDoomed = false }: ExploreOptions,
): StateSpace {
  const states: Tokens[] = [net.initial];
  const known = new Map<string, number>([[keyOf(net.initial), 0]]);
  const edges: Edge[] = [];
  const out: number[][] = [];
  const foundBy: (number | undefined)[] = [undefined];
  const cut = new Map<number, Cut>();
  const stubborn = new StubbornSets(net);
  const messages = new DeadMessages(net);
  const doom = untilDoomed ? new Doom(net) : undefined;
  const doomed = new Map<number, ReadonlySet<Place>>();
  let visited = 0;
  for (let from = 0; from < states.length; from++) {
    out.push([]);
    if (states.length > bound) continue;
    visited = from + 1;
    const tokens = states[from] as Tokens;
    const lost = doom?.doomed(tokens);
    if (lost && lost.size > 0) {
      doomed.set(from, lost);
      continue;
    }
    const enabled = net.transitions.filter((transition) => isEnabled(tokens, transition));
    const chosen = full ? enabled : stubborn.choose(tokens, enabled);
    const isNew = follow(from, tokens, chosen);
    if (fair && !isNew && chosen.length < enabled.length)
      follow(
        from,
        tokens,
        enabled.filter((transition) => !chosen.includes(transition)),
      );
  }
  return { net, states, edges, out, foundBy, cut, doomed, visited };

  /** Whether all steps lead to states that were not known yet. */
  function follow(from: number, tokens: Tokens, transitions: readonly Transition[]): boolean {
    let isNew = true;
    for (const transition of transitions) {
      const after = fire(net, tokens, transition);
      if (!(after instanceof Uint8Array)) {
        cut.set(from, after);
        continue;
      }
      const dropped = messages.drop(after);
      const key = keyOf(after);
      let to = known.get(key);
      if (to === undefined) {
        to = states.length;
        known.set(key, to);
        states.push(after);
        foundBy.push(edges.length);
      } else isNew = false;
      out[from]?.push(edges.length);
      edges.push(dropped ? { from, to, transition, dropped } : { from, to, transition });
    }
    return isNew;
  }
}

/** A state as text: one character for each place. */
function keyOf(tokens: Tokens): string {
  let key = '';
  for (let start = 0; start < tokens.length; start += 4096)
    key += String.fromCharCode(...tokens.subarray(start, start + 4096));
  return key;
}

/** The steps by which a state was found first, in order. */
export function runTo({ edges, foundBy }: StateSpace, state: number): Edge[] {
  const run: Edge[] = [];
  for (let index = foundBy[state]; index !== undefined;) {
    const edge = edges[index] as Edge;
    run.push(edge);
    index = foundBy[edge.from];
  }
  return run.reverse();
}
