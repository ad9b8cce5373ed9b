import type { SagaState, Variables } from '@partitura/engine';

/** What can be seen at an element instance: its own variables over those of the scopes around it. */
export function visibleAt(state: SagaState, element: number): Variables {
  const own = state.elements[element];
  if (!own) return {};
  const outer =
    own.scope === 0 ? (state.instances[own.instance]?.variables ?? {}) : visibleAt(state, own.scope);
  return { ...outer, ...own.variables };
}

/** The scope, from an element outwards, that a variable set there goes to: the nearest that has one of its name; 0: the process. */
export function scopeOf(state: SagaState, element: number, name: string): number {
  const own = state.elements[element];
  if (!own || (own.variables && name in own.variables)) return own ? element : 0;
  return scopeOf(state, own.scope, name);
}
