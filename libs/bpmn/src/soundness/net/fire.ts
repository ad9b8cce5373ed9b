import type { Net, Place, Tokens, Transition } from './net';

/** More tokens in one place are not followed: a token that multiplies would have no end. */
export const MOST_TOKENS = 6;
/** More unread messages of one receiver are not followed. */
export const MOST_MESSAGES = 3;

/** A place holds more than is followed, or two instances of one scope could not be told apart. */
export interface Cut {
  readonly cut: 'tokens' | 'messages' | 'instances';
  readonly place: Place;
}

export function isEnabled(tokens: Tokens, transition: Transition): boolean {
  for (const place of transition.take) if (!tokens[place]) return false;
  for (const place of transition.read) if (!tokens[place]) return false;
  for (const place of transition.absent) if (tokens[place]) return false;
  return transition.takeEach.length === 0 || joins(tokens, transition);
}

/** BPMN 2.0.2, 13.4.3: no token elsewhere can still come to a flow without one, unless it can to a flow with one as well. */
function joins(tokens: Tokens, { takeEach, awaited }: Transition): boolean {
  if (!takeEach.some((place) => tokens[place])) return false;
  if (takeEach.every((place) => tokens[place])) return true;
  return !awaited.some(({ place, reaches }) => tokens[place] && !reaches.some((reached) => tokens[reached]));
}

/** The state after a step, scopes that are over included. */
export function fire(net: Net, tokens: Tokens, transition: Transition): Tokens | Cut {
  const { single } = transition;
  if (single !== undefined && (tokens[single] ?? 0) > 1) return { cut: 'instances', place: single };
  if (transition.undoes) {
    const ended = new Uint8Array(net.places);
    ended[net.undone] = 1;
    return ended;
  }
  const after = tokens.slice();
  for (const place of transition.take) after[place] = (after[place] ?? 0) - 1;
  for (const place of transition.takeEach) if (after[place]) after[place] -= 1;
  for (const place of transition.clear) after[place] = 0;
  for (const place of transition.put) after[place] = (after[place] ?? 0) + 1;
  finishScopes(after, transition);
  return tooMany(net, after) ?? after;
}

function finishScopes(after: Tokens, transition: Transition): void {
  for (let scope: Transition['scope'] | undefined = transition.scope; scope; scope = scope.around) {
    const active = after[scope.active] ?? 0;
    if (active === 0) continue;
    if (scope.inside.some((place) => after[place])) return;
    after[scope.active] = 0;
    for (const flag of scope.flags) after[flag] = 0;
    for (const exit of scope.exits) after[exit] = (after[exit] ?? 0) + active;
  }
}

const bufferPlaces = new WeakMap<Net, ReadonlySet<Place>>();

function tooMany(net: Net, after: Tokens): Cut | undefined {
  for (let place = 0; place < after.length; place++) {
    const count = after[place] ?? 0;
    if (count <= MOST_MESSAGES) continue;
    let buffers = bufferPlaces.get(net);
    if (!buffers) bufferPlaces.set(net, (buffers = new Set(net.buffers.values())));
    if (buffers.has(place)) return { cut: 'messages', place };
    if (count > MOST_TOKENS) return { cut: 'tokens', place };
  }
  return undefined;
}
