import { LRUCache } from 'lru-cache';
import type { SagaEntry } from './saga-entry';

/** Parsed sagas that this process has written last, so that most inputs need no read. Versions make stale ones harmless. */
export class SagaCache {
  private readonly entries: LRUCache<string, SagaEntry>;

  constructor(max: number) {
    this.entries = new LRUCache({ max });
  }

  get(sagaId: string): SagaEntry | undefined {
    return this.entries.get(sagaId);
  }

  /** What has ended leaves at once: nothing but a late answer will ask for it. */
  keep(entry: SagaEntry): void {
    if (entry.endedAt === undefined) this.entries.set(entry.sagaId, entry);
    else this.entries.delete(entry.sagaId);
  }

  /** The engine changes states in place: after a failed commit they must be read again. */
  evict(sagaId: string): void {
    this.entries.delete(sagaId);
  }
}
