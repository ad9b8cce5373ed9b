import type { SagaState, ScopeState } from '../state';

/**
 * Where the tokens of a scope are: number of element instances by element id. Worked out from the state when a join first asks,
 * then kept up to date, so that asking costs the same however many tokens wait elsewhere.
 */
const known = new WeakMap<ScopeState, Map<string, number>>();

export function placesIn(state: SagaState, scope: ScopeState): ReadonlyMap<string, number> {
  let places = known.get(scope);
  if (!places) {
    known.set(scope, (places = new Map<string, number>()));
    for (const child of Object.keys(scope.children ?? {}))
      add(places, state.elements[Number(child)]?.element ?? '', 1);
  }
  return places;
}

export function placeTaken(scope: ScopeState, element: string): void {
  const places = known.get(scope);
  if (places) add(places, element, 1);
}

export function placeLeft(scope: ScopeState, element: string): void {
  const places = known.get(scope);
  if (places) add(places, element, -1);
}

/** Elements are called otherwise from now on. */
export function placesRenamed(scope: ScopeState): void {
  known.delete(scope);
}

function add(places: Map<string, number>, element: string, tokens: number): void {
  const count = (places.get(element) ?? 0) + tokens;
  if (count > 0) places.set(element, count);
  else places.delete(element);
}
