import type { Net, Place, Tokens, Transition } from '../net/net';

/** Finds tokens that nothing can move any more, long before everything else has come to a stop. */
export class Doom {
  /** Steps by the places that they need. */
  private readonly needing: readonly (readonly Transition[])[];
  /** How many places each step needs. */
  private readonly needs: Uint16Array;

  constructor(private readonly net: Net) {
    const needing: Transition[][] = Array.from({ length: net.places }, () => []);
    this.needs = new Uint16Array(net.transitions.length);
    for (const transition of net.transitions) {
      const places = new Set([...transition.take, ...transition.read]);
      this.needs[transition.number] = places.size;
      for (const place of [...places, ...transition.takeEach]) needing[place]?.push(transition);
    }
    this.needing = needing;
  }

  /** The places of tokens that, even if steps never stood in one another's way, none could take or clear. */
  doomed(tokens: Tokens): ReadonlySet<Place> {
    const waiting = [...this.net.waits.keys()].filter((place) => tokens[place]);
    return this.stuckAmong(tokens, waiting);
  }

  private stuckAmong(tokens: Tokens, waiting: readonly Place[]): ReadonlySet<Place> {
    const stuck = new Set(waiting);
    const reached = new Uint8Array(this.net.places);
    const missing = this.needs.slice();
    const done = new Uint8Array(this.net.transitions.length);
    const pending: Place[] = [];
    const reach = (place: Place): void => {
      if (reached[place]) return;
      reached[place] = 1;
      pending.push(place);
    };
    const happen = (transition: Transition): void => {
      if (done[transition.number]) return;
      done[transition.number] = 1;
      if (transition.undoes) stuck.clear();
      for (const place of transition.take) stuck.delete(place);
      for (const place of transition.takeEach) stuck.delete(place);
      for (const place of transition.clear) stuck.delete(place);
      for (const place of transition.put) reach(place);
      for (let scope: Transition['scope'] | undefined = transition.scope; scope; scope = scope.around)
        for (const place of scope.exits) reach(place);
    };
    for (const [place, count] of tokens.entries()) if (count > 0) reach(place);
    for (let place = pending.pop(); place !== undefined && stuck.size > 0; place = pending.pop())
      for (const transition of this.needing[place] ?? []) {
        const left = transition.takeEach.includes(place)
          ? (missing[transition.number] ?? 0)
          : (missing[transition.number] = (missing[transition.number] ?? 1) - 1);
        if (left === 0) happen(transition);
      }
    return stuck;
  }
}
