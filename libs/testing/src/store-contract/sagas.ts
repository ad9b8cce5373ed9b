import { VersionConflictError } from '@partitura/runtime';
import type { StoreUnderTest } from './store-contract';
import { emptyCommit, outboxRow, outerMessage, sagaRow } from './rows';

export function sagaContract(site: () => StoreUnderTest): void {
  describe('sagas', () => {
    it('keeps a row as it was written', async () => {
      const { store } = site();
      const row = sagaRow('s-1', {
        nextDue: 1_764_000_000_123,
        trace: '00-a-b-01',
        startedAt: 1_764_000_000_001,
      });
      await store.commit({ ...emptyCommit, sagas: [row] });
      const { incidents: _, updatedAt: __, ...stored } = row;
      expect(await store.load(['s-1', 'unknown'])).toEqual([stored]);
      expect(await store.loadByNumber(row.number)).toEqual(stored);
      expect(await store.loadByNumber(63)).toBeUndefined();
    });

    it('writes the next version of many sagas at once', async () => {
      const { store } = site();
      const rows = Array.from({ length: 300 }, (_, i) => sagaRow(`s-${i}`));
      await store.commit({ ...emptyCommit, sagas: rows });
      await store.commit({
        ...emptyCommit,
        sagas: rows.map((row) => ({ ...row, version: 2, status: 'completed' })),
      });
      const stored = await store.load(rows.map(({ sagaId }) => sagaId));
      expect(stored).toHaveLength(300);
      expect(stored.every(({ version, status }) => version === 2 && status === 'completed')).toBe(true);
    });

    it.each([
      ['a first version of a saga that exists', 1],
      ['a version that somebody else has written', 2],
    ])('refuses %s, and everything with it (P2)', async (_, version) => {
      const { store } = site();
      const row = sagaRow('s-1');
      await store.commit({ ...emptyCommit, sagas: [row] });
      await store.commit({ ...emptyCommit, sagas: [{ ...row, version: 2, state: '{"of":"the other"}' }] });
      const commit = {
        ...emptyCommit,
        sagas: [sagaRow('s-2'), { ...row, version, state: '{"of":"mine"}' }],
        outbox: [outboxRow(7, 0, 's-2')],
      };
      await expect(store.commit(commit)).rejects.toBeInstanceOf(VersionConflictError);
      // The long way, for commits that write more than sagas.
      const longer = { ...commit, messagesBuffered: [outerMessage('m-1')] };
      await expect(store.commit(longer)).rejects.toBeInstanceOf(VersionConflictError);
      expect((await store.load(['s-1', 's-2'])).map(({ state }) => state)).toEqual(['{"of":"the other"}']);
      expect(await store.unpublished([7])).toEqual([]);
    });

    it('keeps when a saga has ended, whatever is written of it later', async () => {
      const { store } = site();
      const row = sagaRow('s-1');
      await store.commit({ ...emptyCommit, sagas: [{ ...row, status: 'completed', endedAt: 2_000 }] });
      await store.commit({ ...emptyCommit, sagas: [{ ...row, version: 2, status: 'completed' }] });
      expect((await store.counts()).active).toBe(0);
      expect(await store.listActive(10)).toEqual([]);
    });

    it('lets one of two writers of a version win', async () => {
      const { store } = site();
      const row = sagaRow('s-1');
      await store.commit({ ...emptyCommit, sagas: [row] });
      const write = (by: string) =>
        store.commit({ ...emptyCommit, sagas: [{ ...row, version: 2, state: `"${by}"` }] });
      const results = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => write(`writer ${i}`)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('keeps any text that a state may hold', async () => {
      const { store } = site();
      const state = JSON.stringify({ text: 'zero \u0000, half \ud800, "quotes", \\ and {braces}, é, 🎼' });
      await store.commit({ ...emptyCommit, sagas: [sagaRow('s-1', { state })] });
      expect((await store.load(['s-1']))[0]?.state).toBe(state);
    });

    it('counts and lists what has not ended', async () => {
      const { store } = site();
      await store.commit({
        ...emptyCommit,
        sagas: [
          sagaRow('s-1'),
          sagaRow('s-2', { incidents: 2 }),
          sagaRow('s-3', { status: 'completed', endedAt: 2_000 }),
          sagaRow('s-4', { status: 'tombstone', score: '' }),
        ],
        outbox: [outboxRow(1, 0, 's-1')],
      });
      expect(await store.counts()).toMatchObject({ active: 2, incidents: 2, outboxRows: 1 });
      expect((await store.listActive(10)).map(({ sagaId }) => sagaId)).toEqual(['s-1', 's-2']);
    });

    it.each(['reserveBlock', 'reserveBatchBlock'] as const)(
      'reserves each block once: %s',
      async (reserve) => {
        const { store } = site();
        const blocks = await Promise.all(Array.from({ length: 20 }, () => store[reserve]()));
        expect(new Set(blocks).size).toBe(20);
        expect(Math.min(...blocks)).toBeGreaterThan(0);
      },
    );
  });
}
