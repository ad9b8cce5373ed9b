import type { Net, Place, Scope, Transition } from '../net/net';

/** Which steps have to do with each other, worked out once for a net. */
export interface Dependencies {
  /** Steps that one step may keep from happening, or that may keep it from happening, or whose order with it matters. */
  readonly of: readonly (readonly number[])[];
  /** Steps that may put something into a place. */
  readonly fillers: readonly (readonly number[])[];
  /** Steps that may take something out of a place. */
  readonly drainers: readonly (readonly number[])[];
}

export function dependenciesOf(net: Net): Dependencies {
  const { places, transitions } = net;
  const effects = transitions.map(effectsOf);
  const collect = (of: (transition: number) => Iterable<Place>): number[][] => {
    const lists: number[][] = Array.from({ length: places }, () => []);
    for (const { number } of transitions) for (const place of new Set(of(number))) lists[place]?.push(number);
    return lists;
  };
  const at = (number: number): Effects => effects[number] as Effects;
  const fillers = collect((number) => at(number).fills);
  const drainers = collect((number) => at(number).drains);
  const needers = collect((number) => at(number).needs);
  const avoiders = collect((number) => at(number).avoids);
  const clearers = collect((number) => at(number).clears);
  const watchers = collect((number) => at(number).watches);
  const of = effects.map(({ fills, drains, needs, avoids, clears, watches }, number) => {
    const found = new Set<number>();
    const add = (places: Iterable<Place>, ...lists: number[][][]): void => {
      for (const place of places)
        for (const list of lists) for (const one of list[place] ?? []) found.add(one);
    };
    add(drains, needers, watchers);
    add(needs, drainers);
    add(fills, avoiders, clearers, watchers);
    add(avoids, fillers);
    add(clears, fillers);
    add(watches, fillers, drainers);
    found.delete(number);
    return [...found];
  });
  return { of, fillers, drainers };
}

interface Effects {
  readonly fills: ReadonlySet<Place>;
  readonly drains: ReadonlySet<Place>;
  /** Must hold something. */
  readonly needs: ReadonlySet<Place>;
  /** Must be empty. */
  readonly avoids: ReadonlySet<Place>;
  readonly clears: ReadonlySet<Place>;
  /** Decide in other ways whether it can happen. */
  readonly watches: ReadonlySet<Place>;
}

function effectsOf(transition: Transition): Effects {
  const { take, read, absent, put, clear, takeEach, awaited, scope } = transition;
  const ending = endingOf(scope, put);
  return {
    fills: new Set([...put, ...ending.fills]),
    drains: new Set([...take, ...takeEach, ...clear, ...ending.drains]),
    needs: new Set([...take, ...read]),
    avoids: new Set(absent),
    clears: new Set(clear),
    watches: new Set([...takeEach, ...awaited.map(({ place }) => place)]),
  };
}

/** A step that leaves nothing in its scope may end it, and the scopes around. */
function endingOf(
  scope: Scope,
  put: readonly Place[],
): { readonly fills: readonly Place[]; readonly drains: readonly Place[] } {
  const fills: Place[] = [];
  const drains: Place[] = [];
  let last = put;
  for (let one: Scope | undefined = scope; one; one = one.around) {
    const { inside, active, flags, exits } = one;
    if (last.some((place) => inside.includes(place))) break;
    drains.push(active, ...flags);
    fills.push(...exits);
    last = exits;
  }
  return { fills, drains };
}
