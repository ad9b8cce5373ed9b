import { type NewScore, type StartTimerRow, VersionConflictError } from '@partitura/runtime';
import type { StoreUnderTest } from './store-contract';
import { emptyCommit, sagaRow } from './rows';

const HOUR = 3_600_000;

const timedScore = (key: string, process: string, startTimers: NewScore['startTimers']): NewScore => ({
  kind: 'bpmn',
  key,
  id: process,
  hash: key,
  content: '<x/>',
  resource: 'a.bpmn',
  processes: [process],
  startTimers,
});

export function timerContract(site: () => StoreUnderTest): void {
  describe('timers', () => {
    it('gives each due saga to one claimer until its lease ends', async () => {
      const { store } = site();
      const now = Date.now();
      await store.commit({
        ...emptyCommit,
        sagas: [
          ...Array.from({ length: 50 }, (_, i) => sagaRow(`due-${i}`, { nextDue: now - i })),
          sagaRow('later', { nextDue: now + HOUR }),
          sagaRow('never'),
        ],
      });
      const claims = await Promise.all(
        Array.from({ length: 4 }, () => store.claimDue(now, now + 10_000, 20)),
      );
      const claimed = [...claims.flat(), ...(await store.claimDue(now, now + 10_000, 100))];
      expect(claimed).toHaveLength(50);
      expect(new Set(claimed).size).toBe(50);
      expect(await store.claimDue(now, now + 10_000, 100)).toEqual([]);
      expect(await store.claimDue(now + 10_001, now + 20_000, 100)).toHaveLength(50);
    });

    it('does not claim what a commit has moved or ended', async () => {
      const { store } = site();
      const now = Date.now();
      const [moved, ended] = [sagaRow('moved', { nextDue: now }), sagaRow('ended', { nextDue: now })];
      await store.commit({ ...emptyCommit, sagas: [moved, ended] });
      await store.commit({
        ...emptyCommit,
        sagas: [
          { ...moved, version: 2, nextDue: now + HOUR },
          { ...ended, version: 2, nextDue: undefined, status: 'completed', endedAt: now },
        ],
      });
      expect(await store.claimDue(now, now + 10_000, 10)).toEqual([]);
      expect(await store.earliestDue()).toBeCloseTo(now + HOUR, -1);
    });

    it('knows no due time when nothing waits', async () => {
      expect(await site().store.earliestDue()).toBeUndefined();
    });

    it('replaces the start timers of a process with those of its newest version', async () => {
      const { store, scores } = site();
      const timer = (process: string) => ({ process, element: 'daily', due: 1_000, left: 0, every: '' });
      const deploy = (key: string, ...timers: string[]) =>
        scores.deployScores({ key, at: 1, scores: [timedScore(key, 'p', timers.map(timer))] });
      await deploy('1', 'p');
      expect((await store.dueStartTimers(1_000, 10)).map(({ score }) => score)).toEqual(['1']);
      await deploy('2', 'p');
      expect((await store.dueStartTimers(1_000, 10)).map(({ score }) => score)).toEqual(['2']);
      await deploy('3');
      expect(await store.dueStartTimers(1_000, 10)).toEqual([]);
    });

    it('fires a start timer once per due time and moves it on', async () => {
      const { store, scores } = site();
      const due = Date.now() - 1000;
      const timer = { process: 'p', element: 'every-hour', due, left: 1, every: 'PT1H' };
      await scores.deployScores({
        key: '1',
        at: due,
        scores: [timedScore('2', 'p', [timer])],
      });
      const [row] = (await store.dueStartTimers(Date.now(), 10)) as [StartTimerRow];
      expect(row).toEqual({ ...timer, score: '2' });
      const fire = (sagaId: string) =>
        store.commit({
          ...emptyCommit,
          sagas: [sagaRow(sagaId)],
          startTimersFired: [{ fired: row, nextDue: due + HOUR }],
        });
      const results = await Promise.allSettled([fire('s-1'), fire('s-2')]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await store.load(['s-1', 's-2'])).toHaveLength(1);
      const [last] = (await store.dueStartTimers(due + HOUR, 10)) as [StartTimerRow];
      expect(last).toMatchObject({ due: due + HOUR, left: 0 });
      await store.commit({ ...emptyCommit, sagas: [sagaRow('s-3')], startTimersFired: [{ fired: last }] });
      expect(await store.dueStartTimers(due + 9 * HOUR, 10)).toEqual([]);
      const { timers } = await store.lost({ taken: [], unique: [], locks: [], timers: [last] }, Date.now());
      expect(timers).toEqual([last]);
      const again = { ...emptyCommit, sagas: [sagaRow('s-4')], startTimersFired: [{ fired: last }] };
      await expect(store.commit(again)).rejects.toBeInstanceOf(VersionConflictError);
    });
  });
}
