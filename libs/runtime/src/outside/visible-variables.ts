import type { SagaState, Variables } from '@partitura/engine';

/** What can be seen at an element instance: its own variables over those of the scopes around it. */
export function visibleAt(state: SagaState, element: number): Variables {
  const own = state.elements[element];
  if (!own) return {};
  const outer =
    own.scope === 0 ? (state.instances[own.instance]?.variables ?? {}) : visibleAt(state, own.scope);
  return { ...outer, ...own.variables };
}
