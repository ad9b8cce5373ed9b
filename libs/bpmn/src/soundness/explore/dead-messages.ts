import { everythingIn, type Net, type Place, type Tokens } from '../net/net';

/**
 * Messages that nobody can take any more are dropped, as the engine does when their saga ends: without it each of them would
 * double the number of states.
 */
export class DeadMessages {
  /** For each buffer, the places from which a token can still come to where its messages are taken. */
  private readonly sources: readonly (readonly [Place, Uint8Array])[];

  constructor(net: Net) {
    const causes = causesOf(net);
    this.sources = [...net.buffers.values()].map((buffer) => [buffer, sourcesOf(net, buffer, causes)]);
  }

  /** Empties buffers in place; returns which, if any. */
  drop(tokens: Tokens): readonly Place[] | undefined {
    let dropped: Place[] | undefined;
    for (const [buffer, sources] of this.sources) {
      if (!tokens[buffer] || tokens.some((count, place) => count > 0 && sources[place] === 1)) continue;
      tokens[buffer] = 0;
      dropped = [...(dropped ?? []), buffer];
    }
    return dropped;
  }
}

/** For each place, those one of which had something when it came to have something. */
function causesOf({ places, transitions, scopes }: Net): readonly ReadonlySet<Place>[] {
  const causes = Array.from({ length: places }, () => new Set<Place>());
  for (const { put, take, read, takeEach } of transitions)
    for (const place of put) for (const cause of [...take, ...read, ...takeEach]) causes[place]?.add(cause);
  for (const scope of scopes)
    for (const exit of scope.exits)
      for (const cause of [scope.active, ...everythingIn(scope)]) causes[exit]?.add(cause);
  return causes;
}

function sourcesOf(
  { places, transitions }: Net,
  buffer: Place,
  causes: readonly ReadonlySet<Place>[],
): Uint8Array {
  const found = new Uint8Array(places);
  const pending: Place[] = [];
  const add = (place: Place): void => {
    if (place === buffer || found[place]) return;
    found[place] = 1;
    pending.push(place);
  };
  for (const { take, read } of transitions) {
    if (!take.includes(buffer)) continue;
    const others = [...take, ...read].filter((place) => place !== buffer);
    // A message that begins a process needs nothing else.
    if (others.length === 0) found.fill(1);
    for (const place of others) add(place);
  }
  for (let place = pending.pop(); place !== undefined; place = pending.pop())
    for (const cause of causes[place] ?? []) add(cause);
  return found;
}
