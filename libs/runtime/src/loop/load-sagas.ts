import type { SagaStore } from '../ports/saga-store';
import { concernsOne, type Input } from './input';
import type { SagaCache } from './saga-cache';
import { entryOf, type SagaEntry } from './saga-entry';

/**
 * The sagas that a batch touches, from the cache or by one statement. The first time, a saga whose first input is its
 * start is taken for new without asking: if it is not, the commit conflicts and the second time everything is read.
 */
export async function loadSagas(
  inputs: readonly Input[],
  store: SagaStore,
  cache: SagaCache,
  firstTime: boolean,
): Promise<Map<string, SagaEntry>> {
  const sagas = new Map<string, SagaEntry>();
  const missing: string[] = [];
  const seen = new Set<string>();
  for (const { sagaId, ask } of inputs) {
    if (!concernsOne(ask) || seen.has(sagaId)) continue;
    seen.add(sagaId);
    const cached = firstTime ? cache.get(sagaId) : undefined;
    if (cached) sagas.set(sagaId, cached);
    else if (ask.kind !== 'start' || !firstTime) missing.push(sagaId);
  }
  if (missing.length > 0) for (const row of await store.load(missing)) sagas.set(row.sagaId, entryOf(row));
  return sagas;
}
