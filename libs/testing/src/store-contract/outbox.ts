import type { OutboxRow } from '@partitura/runtime';
import type { StoreUnderTest } from './store-contract';
import { emptyCommit, outboxRow, sagaRow } from './rows';

export function outboxContract(site: () => StoreUnderTest): void {
  describe('the outbox', () => {
    it('keeps messages until a commit says that their batch is published', async () => {
      const { store } = site();
      const rows = [outboxRow(1, 0, 's-1'), outboxRow(1, 1, 's-1')];
      await store.commit({ ...emptyCommit, sagas: [sagaRow('s-1')], outbox: rows });
      expect(await store.unpublished([1])).toEqual(rows);
      await store.commit({ ...emptyCommit, published: [1] });
      expect(await store.unpublished([1])).toEqual([]);
    });

    it('sweeps what is old enough in commit order and deletes it (P3)', async () => {
      const { store } = site();
      // The second commit's batch has the smaller id: another process wrote it.
      await store.commit({
        ...emptyCommit,
        outbox: [outboxRow(2000, 0, 's-1', 1), outboxRow(2000, 1, 's-1', 1)],
      });
      await store.commit({ ...emptyCommit, outbox: [outboxRow(1000, 0, 's-1', 2)] });
      const swept: OutboxRow[] = [];
      const publish = (rows: readonly OutboxRow[]) => Promise.resolve(void swept.push(...rows));
      expect(await store.sweepOutbox(60_000, 10, publish)).toBe(0);
      expect(await store.sweepOutbox(0, 10, publish)).toBe(3);
      expect(swept.map(({ version, seq }) => [version, seq])).toEqual([
        [1, 0],
        [1, 1],
        [2, 0],
      ]);
      expect(await store.sweepOutbox(0, 10, publish)).toBe(0);
    });

    it('keeps what a sweep could not publish', async () => {
      const { store } = site();
      await store.commit({ ...emptyCommit, outbox: [outboxRow(1, 0, 's-1')] });
      const failing = store.sweepOutbox(0, 10, () => Promise.reject(new Error('the bus is away')));
      await expect(failing).rejects.toThrow('the bus is away');
      expect(await store.unpublished([1])).toHaveLength(1);
    });

    it('sweeps from one caller at a time', async () => {
      const { store } = site();
      await store.commit({ ...emptyCommit, outbox: [outboxRow(1, 0, 's-1')] });
      let second: number | undefined;
      await store.sweepOutbox(0, 10, async () => {
        second = await store.sweepOutbox(0, 10, () => Promise.resolve());
      });
      expect(second).toBe(0);
    });
  });
}
