import type { Net, Place, Tokens, Transition } from '../net/net';

/**
 * Which processes others wait for: their steps are followed first, so that what they send is taken before more is sent, and
 * states come together again that differ in nothing else.
 */
export class Demand {
  /** For each place at which tokens wait, the processes that send what is awaited. */
  private readonly askedAt: readonly (readonly [Place, readonly number[]])[];

  constructor({ waits, transitions }: Net) {
    this.askedAt = [...waits].map(([place, { buffers }]) => {
      const senders = transitions.filter(({ put }) => put.some((one) => buffers.includes(one)));
      return [place, [...new Set(senders.map(({ process }) => process))]];
    });
  }

  /** The steps of processes that others wait for come first. */
  sort(tokens: Tokens, enabled: readonly Transition[]): readonly Transition[] {
    if (enabled.length < 2) return enabled;
    const asked = new Set<number>();
    for (const [place, processes] of this.askedAt)
      if (tokens[place]) for (const process of processes) asked.add(process);
    if (asked.size === 0) return enabled;
    const first = enabled.filter(({ process }) => asked.has(process));
    return first.length === 0 ? enabled : [...first, ...enabled.filter(({ process }) => !asked.has(process))];
  }
}
