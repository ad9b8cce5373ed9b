import type { Net, Place, Scope, Transition } from '../net/net';

/** Which steps have to do with each other, worked out once for a net. */
export interface Dependencies {
  /** Steps that one step may keep from happening, or that may keep it from happening, or whose order with it matters. */
  readonly of: readonly (readonly number[])[];
  /** For each step, the inclusive joins that look at where its token is; for a join, the steps whose tokens it looks at. */
  readonly looking: readonly (readonly number[])[];
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
  const counters = collect((number) => at(number).counts);
  const lookers = collect((number) => at(number).looksAt);
  const related = (number: number, relate: (add: Relate) => void): readonly number[] => {
    const found = new Set<number>();
    relate((places, ...lists) => {
      for (const place of places)
        for (const list of lists) for (const one of list[place] ?? []) found.add(one);
    });
    found.delete(number);
    return [...found];
  };
  const of = effects.map(({ fills, drains, needs, avoids, clears, counts }, number) =>
    related(number, (add) => {
      add(drains, needers, counters);
      add(needs, drainers);
      add(fills, avoiders, clearers, counters);
      add(avoids, fillers);
      add(clears, fillers);
      add(counts, fillers, drainers);
    }),
  );
  const looking = effects.map(({ drains, looksAt }, number) =>
    related(number, (add) => {
      add(drains, lookers);
      add(looksAt, drainers);
    }),
  );
  return { of, looking, fillers, drainers };
}

type Relate = (places: Iterable<Place>, ...lists: number[][][]) => void;

interface Effects {
  readonly fills: ReadonlySet<Place>;
  readonly drains: ReadonlySet<Place>;
  /** Must hold something. */
  readonly needs: ReadonlySet<Place>;
  /** Must be empty. */
  readonly avoids: ReadonlySet<Place>;
  readonly clears: ReadonlySet<Place>;
  /** What it takes depends on how many there are: complex joins go on whenever their condition says so. */
  readonly counts: ReadonlySet<Place>;
  /** Where inclusive joins look for tokens that may still come. */
  readonly looksAt: ReadonlySet<Place>;
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
    counts: new Set(awaited.length === 0 ? takeEach : []),
    looksAt: new Set(awaited.map(({ place }) => place)),
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
