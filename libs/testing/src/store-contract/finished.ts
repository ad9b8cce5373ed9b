import { type Commit, type StoredStatus, VersionConflictError } from '@partitura/runtime';
import type { StoreUnderTest } from './store-contract';
import { emptyCommit, outboxRow, outerMessage, sagaRow } from './rows';

const endedAt = 2_000;
const finishing = (...sagaIds: string[]): Commit => ({
  ...emptyCommit,
  finished: sagaIds.map((sagaId) => ({ sagaId, endedAt })),
});

/** The long way, for commits that write more than sagas. */
const longer = (commit: Commit): Commit => ({ ...commit, messagesBuffered: [outerMessage('m-1')] });

export function finishedContract(site: () => StoreUnderTest): void {
  describe.each([
    ['alone', (commit: Commit) => commit],
    ['with messages', longer],
  ])('parts that finish together, %s', (_, by) => {
    it('are completed, with their text as it was', async () => {
      const { store } = site();
      const row = sagaRow('s-1', { nextDue: 5_000, trace: '00-a-b-01', incidents: 1 });
      await store.commit({ ...emptyCommit, sagas: [row, sagaRow('s-2')] });
      expect([...(await store.commit(by(finishing('s-1', 's-2'))))].sort()).toEqual(['s-1', 's-2']);
      const { incidents: _incidents, updatedAt: _updatedAt, nextDue: _nextDue, ...kept } = row;
      expect(await store.load(['s-1'])).toEqual([{ ...kept, version: 2, status: 'completed', endedAt }]);
      expect(await store.loadByNumber(row.number)).toMatchObject({ status: 'completed', endedAt });
    });

    it('are active nowhere any more, and never due', async () => {
      const { store } = site();
      await store.commit({
        ...emptyCommit,
        sagas: [sagaRow('s-1', { nextDue: 5_000 }), sagaRow('s-2')],
      });
      await store.commit(by(finishing('s-1')));
      expect((await store.counts()).active).toBe(1);
      expect((await store.listActive(10)).map(({ sagaId }) => sagaId)).toEqual(['s-2']);
      expect(await store.earliestDue()).toBeUndefined();
      expect(await store.claimDue(6_000, 7_000, 10)).toEqual([]);
    });

    it('stay as they are when they have ended, are unknown, or were asked to end before their start', async () => {
      const { store } = site();
      const others = (['completed', 'compensated', 'cancelled', 'tombstone'] as StoredStatus[]).map(
        (status, i) => sagaRow(`s-${i}`, { status, ...(status === 'tombstone' ? {} : { endedAt: 1_500 }) }),
      );
      const ids = others.map(({ sagaId }) => sagaId);
      await store.commit({ ...emptyCommit, sagas: [...others, sagaRow('s-active')] });
      const before = await store.load(ids);
      expect(await store.commit(by(finishing(...ids, 's-unknown', 's-active')))).toEqual(['s-active']);
      expect(await store.load([...ids, 's-unknown'])).toEqual(before);
    });

    it('change once, however often they are finished', async () => {
      const { store } = site();
      await store.commit({ ...emptyCommit, sagas: [sagaRow('s-1')] });
      await store.commit(by(finishing('s-1')));
      const again = { ...emptyCommit, finished: [{ sagaId: 's-1', endedAt: 9_000 }] };
      expect(await store.commit(again)).toEqual([]);
      expect(await store.load(['s-1'])).toMatchObject([{ version: 2, endedAt }]);
    });

    it.each([
      ['has stopped', { status: 'compensating' }],
      ['holds a start lock', { startLock: { process: 'p', key: 'k' } }],
    ] as const)('are refused, and everything with them, when one %s (P2)', async (_, more) => {
      const { store } = site();
      await store.commit({ ...emptyCommit, sagas: [sagaRow('s-1'), sagaRow('s-2', more)] });
      const commit = by({
        ...finishing('s-1', 's-2'),
        sagas: [sagaRow('s-3')],
        outbox: [outboxRow(7, 0, 's-3')],
      });
      await expect(store.commit(commit)).rejects.toBeInstanceOf(VersionConflictError);
      expect(await store.load(['s-3'])).toEqual([]);
      expect(await store.unpublished([7])).toEqual([]);
      expect(await store.load(['s-1'])).toMatchObject([{ version: 1, status: 'active' }]);
    });

    it('commit with other sagas and their messages', async () => {
      const { store } = site();
      await store.commit({ ...emptyCommit, sagas: [sagaRow('s-1'), sagaRow('s-2')] });
      const commit = {
        ...finishing('s-1'),
        sagas: [sagaRow('s-2', { version: 2 })],
        outbox: [outboxRow(7, 0, 's-2')],
      };
      expect(await store.commit(by(commit))).toEqual(['s-1']);
      expect(await store.load(['s-2'])).toMatchObject([{ version: 2, status: 'active' }]);
      expect(await store.unpublished([7])).toHaveLength(1);
      const stale = { ...finishing('s-3'), sagas: [sagaRow('s-2', { version: 2 })] };
      await expect(store.commit(by(stale))).rejects.toBeInstanceOf(VersionConflictError);
    });

    it('conflict with who writes what was read before, and who sees it then', async () => {
      const { store } = site();
      const row = sagaRow('s-1');
      await store.commit({ ...emptyCommit, sagas: [row] });
      await store.commit(by(finishing('s-1')));
      const write = (version: number) => store.commit({ ...emptyCommit, sagas: [{ ...row, version }] });
      await expect(write(2)).rejects.toBeInstanceOf(VersionConflictError);
      const [read] = await store.load(['s-1']);
      expect(read).toMatchObject({ version: 2, status: 'completed', endedAt });
      await store.commit({ ...emptyCommit, sagas: [{ ...row, version: 3, status: 'completed' }] });
      expect(await store.load(['s-1'])).toMatchObject([{ version: 3, endedAt }]);
    });
  });
}
