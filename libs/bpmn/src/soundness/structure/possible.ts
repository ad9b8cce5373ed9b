import type { Net, Place, Transition } from '../net/net';

/** What could happen if steps never stood in one another's way: what is not in it cannot happen in any run. */
export interface Possible {
  readonly places: ReadonlySet<Place>;
  readonly transitions: ReadonlySet<Transition>;
  /** Ids of elements that some step passes. */
  readonly elements: ReadonlySet<string>;
}

export function possibleIn(net: Net): Possible {
  const places = new Set<Place>();
  const transitions = new Set<Transition>();
  for (const [place, count] of net.initial.entries()) if (count > 0) places.add(place);
  const can = ({ take, read, takeEach }: Transition): boolean =>
    take.every((place) => places.has(place)) &&
    read.every((place) => places.has(place)) &&
    (takeEach.length === 0 || takeEach.some((place) => places.has(place)));
  for (let before = -1; before < transitions.size;) {
    before = transitions.size;
    for (const transition of net.transitions) {
      if (transitions.has(transition) || !can(transition)) continue;
      transitions.add(transition);
      for (const place of transition.put) places.add(place);
      for (let scope: Transition['scope'] | undefined = transition.scope; scope; scope = scope.around)
        if (places.has(scope.active)) for (const place of scope.exits) places.add(place);
    }
  }
  const elements = new Set([...transitions].flatMap((transition) => transition.elements));
  return { places, transitions, elements };
}
