import type { StartTimerRow } from '@partitura/runtime';
import { MemorySagaStore } from './memory-saga-store';
import { MemoryScoreStore } from './memory-score-store';

/** Both stores of a host, in memory. */
export function createMemoryStore(clock?: () => number): {
  store: MemorySagaStore;
  scores: MemoryScoreStore;
} {
  const startTimers: StartTimerRow[] = [];
  return { store: new MemorySagaStore(startTimers, clock), scores: new MemoryScoreStore(startTimers) };
}
