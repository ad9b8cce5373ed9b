import type { Net, Place, Tokens, Transition } from '../net/net';

/**
 * Which steps to follow first, so that states come together again that differ in nothing else: those that take a message,
 * then those of processes that others wait for.
 */
export class Demand {
  private readonly buffers: ReadonlySet<Place>;
  /** For each place at which a message may be taken, the processes that send it. */
  private readonly askedAt: readonly (readonly [Place, readonly number[]])[];

  constructor({ transitions, buffers }: Net) {
    this.buffers = new Set(buffers.values());
    const senders = new Map<Place, Set<number>>();
    for (const { put, process } of transitions)
      for (const place of put)
        if (this.buffers.has(place)) senders.set(place, (senders.get(place) ?? new Set()).add(process));
    const asked = new Map<Place, Set<number>>();
    for (const { take, read } of transitions)
      for (const buffer of take.filter((place) => this.buffers.has(place)))
        for (const place of [...take, ...read])
          if (place !== buffer)
            asked.set(place, new Set([...(asked.get(place) ?? []), ...(senders.get(buffer) ?? [])]));
    this.askedAt = [...asked].map(([place, processes]) => [place, [...processes]]);
  }

  sort(tokens: Tokens, enabled: readonly Transition[]): readonly Transition[] {
    if (enabled.length < 2) return enabled;
    const asked = new Set<number>();
    for (const [place, processes] of this.askedAt)
      if (tokens[place]) for (const process of processes) asked.add(process);
    const rank = ({ take, process }: Transition): number =>
      take.some((place) => this.buffers.has(place)) ? 0 : asked.has(process) ? 1 : 2;
    return enabled.toSorted((one, other) => rank(one) - rank(other));
  }
}
