import type { Net, Place, Wait } from '../net/net';
import type { StateSpace } from '../explore/explore';
import { canReach, incomingOf } from '../explore/reachability';

/** How runs end, as far as they were followed. */
export interface Endings {
  readonly space: StateSpace;
  readonly incoming: readonly (readonly number[])[];
  /** States in which nothing moves any more, or that are doomed, breadth first. */
  readonly final: readonly number[];
  /** States that lead to none of those, nor to where runs were not followed: something goes on for ever. */
  readonly endless: readonly number[];
  /** States from which runs were not followed further. */
  readonly open: readonly number[];
}

export function endingsOf(space: StateSpace): Endings {
  const { states, out, cut, visited } = space;
  const incoming = incomingOf(space);
  const final: number[] = [];
  const open: number[] = [];
  for (const state of states.keys()) {
    if (state >= visited || cut.has(state)) open.push(state);
    else if (out[state]?.length === 0) final.push(state);
  }
  const ends = canReach(space, incoming, [...final, ...open]);
  const endless = [...states.keys()].filter((state) => !ends[state]);
  return { space, incoming, final, endless, open };
}

/** An element at which a token waits for ever, in one state. */
export interface Stuck extends Wait {
  readonly places: readonly Place[];
}

/** Tells of each state at which elements tokens wait that nothing will ever move. */
export class StuckElements {
  private readonly served = new Map<string, Uint8Array>();
  private readonly elements: readonly Stuck[];
  private readonly finals: ReadonlySet<number>;

  constructor(
    private readonly endings: Endings,
    net: Net,
  ) {
    this.elements = elementsOf(net);
    this.finals = new Set(endings.final);
  }

  in(state: number): readonly Stuck[] {
    return this.elements.filter((stuck) => this.isStuck(stuck, state));
  }

  isStuck(stuck: Stuck, state: number): boolean {
    const tokens = this.endings.space.states[state];
    if (!stuck.places.some((place) => tokens?.[place])) return false;
    const doomed = this.endings.space.doomed.get(state);
    if (doomed) return stuck.places.some((place) => doomed.has(place));
    return this.finals.has(state) || !this.servedFrom(stuck)[state];
  }

  /** The states from which a token at the element can still be moved. */
  private servedFrom(stuck: Stuck): Uint8Array {
    const known = this.served.get(stuck.element);
    if (known) return known;
    const { space, incoming, open } = this.endings;
    const moves = space.edges.flatMap(({ from, transition: { take, clear, takeEach } }) =>
      [...take, ...clear, ...takeEach].some((place) => stuck.places.includes(place)) ? [from] : [],
    );
    const served = canReach(space, incoming, [...moves, ...open]);
    this.served.set(stuck.element, served);
    return served;
  }
}

function elementsOf({ waits }: Net): Stuck[] {
  const byElement = new Map<string, Stuck>();
  for (const [place, wait] of waits) {
    const key = `${wait.process} ${wait.element}`;
    byElement.set(key, { ...wait, places: [...(byElement.get(key)?.places ?? []), place] });
  }
  return [...byElement.values()];
}
