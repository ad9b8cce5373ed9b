import { isEnabled } from '../net/fire';
import type { Net, Place, Tokens, Transition } from '../net/net';
import { Demand } from './demand';
import { type Dependencies, dependenciesOf } from './dependencies';

/**
 * Strong stubborn sets (Valmari 1990): of the steps that can happen in a state, those that are enough to follow so that every
 * state in which nothing moves is still found, and from each state the same ones. With them "from every state the end can
 * be reached" holds of all states when it holds of those visited (Valmari, "Stop It, and Be Stubborn!", 2015).
 */
export class StubbornSets {
  private readonly dependencies: Dependencies;
  private readonly demand: Demand;
  /** Marks of the set under work, by transition; the mark is the number of the set. */
  private readonly marks: Uint32Array;
  private mark = 0;

  constructor(private readonly net: Net) {
    this.dependencies = dependenciesOf(net);
    this.demand = new Demand(net);
    this.marks = new Uint32Array(net.transitions.length);
  }

  /**
   * The enabled steps of a set of one, if there is one; else of the smallest set around a step of the first process that has
   * one. To follow one process to where it waits, before the next, keeps down how many of them are half-way at once.
   */
  choose(tokens: Tokens, enabled: readonly Transition[]): readonly Transition[] {
    let best = enabled;
    let of: number | undefined;
    for (const seed of this.demand.sort(tokens, enabled)) {
      if (best.length <= 1) break;
      const isFirst = of === undefined || of === seed.process;
      const found = this.close(tokens, seed, isFirst ? best.length : 2);
      if (!found) continue;
      best = found;
      of = seed.process;
    }
    return best;
  }

  /** The enabled steps of the smallest set around one; undefined when they are not fewer than `limit`. */
  private close(tokens: Tokens, seed: Transition, limit: number): Transition[] | undefined {
    this.mark += 1;
    const pending: number[] = [];
    const found: Transition[] = [];
    const include = (number: number): void => {
      if (this.marks[number] === this.mark) return;
      this.marks[number] = this.mark;
      pending.push(number);
    };
    include(seed.number);
    for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
      const transition = this.net.transitions[number] as Transition;
      if (isEnabled(tokens, transition)) {
        found.push(transition);
        if (found.length >= limit) return undefined;
        for (const other of this.dependencies.of[number] ?? []) include(other);
        for (const other of this.dependencies.looking[number] ?? [])
          if (this.mayGoEitherWay(tokens, transition, other)) include(other);
      } else for (const other of this.enablers(tokens, transition)) include(other);
    }
    return found;
  }

  /**
   * Whether an inclusive join may go on before or after a step, as it happens. A token that can come to one of its flows keeps
   * it waiting until it has come there, unless another one is or comes at a flow that this one can come to as well.
   */
  private mayGoEitherWay(tokens: Tokens, step: Transition, other: number): boolean {
    const second = this.net.transitions[other] as Transition;
    const [join, moving] = step.awaited.length > 0 ? [step, second] : [second, step];
    return join.awaited.some(({ place, reaches }) => {
      const count = tokens[place] ?? 0;
      if (count === 0 || !(moving.take.includes(place) || moving.clear.includes(place))) return false;
      if (count > 1 || reaches.some((flow) => tokens[flow])) return true;
      return join.awaited.some(
        (one) =>
          one.place !== place && tokens[one.place] && one.reaches.some((flow) => reaches.includes(flow)),
      );
    });
  }

  /** Steps one of which must happen before a step that is not enabled can be; of several such sets that with the least new. */
  private enablers(tokens: Tokens, transition: Transition): readonly number[] {
    const { take, read, absent, takeEach, awaited } = transition;
    const { fillers, drainers } = this.dependencies;
    let best: readonly number[] | undefined;
    let least = Infinity;
    const consider = (set: readonly number[]): void => {
      let count = 0;
      for (const number of set) if (this.marks[number] !== this.mark) count += 1;
      if (count < least) [best, least] = [set, count];
    };
    const considerPlace = (place: Place, lists: Dependencies['fillers']): void =>
      consider(lists[place] ?? []);
    for (const place of take) if (!tokens[place]) considerPlace(place, fillers);
    for (const place of read) if (!tokens[place]) considerPlace(place, fillers);
    for (const place of absent) if (tokens[place]) considerPlace(place, drainers);
    if (best) return best;
    // An inclusive join: whatever happens where it looks.
    return [...takeEach, ...awaited.map(({ place }) => place)].flatMap((place) => [
      ...(fillers[place] ?? []),
      ...(drainers[place] ?? []),
    ]);
  }
}
