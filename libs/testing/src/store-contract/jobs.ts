import type { StoreUnderTest } from './store-contract';
import { emptyCommit } from './rows';

const job = (sagaId: string, number: number, type = 'pay') => ({ sagaId, job: number, type });

export function jobContract(site: () => StoreUnderTest): void {
  describe('jobs that clients ask for', () => {
    it('gives each free job of a type to one client until its time has passed', async () => {
      const { store } = site();
      await store.commit({
        ...emptyCommit,
        jobsOpened: [job('s-1', 1), job('s-1', 2), job('s-2', 1), job('s-2', 2, 'ship')],
      });
      expect(await store.claimJobs('pay', 1_000, 2_000, 2)).toEqual([job('s-1', 1), job('s-1', 2)]);
      expect(await store.claimJobs('pay', 1_000, 2_000, 2)).toEqual([job('s-2', 1)]);
      expect(await store.claimJobs('pay', 1_999, 3_000, 10)).toEqual([]);
      expect(await store.claimJobs('pay', 2_000, 3_000, 10)).toHaveLength(3);
    });

    it('frees a job that is asked for again, and forgets one that is closed', async () => {
      const { store } = site();
      await store.commit({ ...emptyCommit, jobsOpened: [job('s-1', 1), job('s-1', 2)] });
      await store.claimJobs('pay', 1_000, 9_000, 10);
      await store.commit({ ...emptyCommit, jobsClosed: [job('s-1', 2)], jobsOpened: [job('s-1', 1)] });
      expect(await store.claimJobs('pay', 1_000, 9_000, 10)).toEqual([job('s-1', 1)]);
      await store.commit({ ...emptyCommit, jobsClosed: [job('s-1', 1)], jobsOpened: [job('s-1', 1)] });
      expect(await store.claimJobs('pay', 1_000, 9_000, 10)).toEqual([job('s-1', 1)]);
    });

    it('keeps a job longer for whoever has it', async () => {
      const { store } = site();
      await store.commit({ ...emptyCommit, jobsOpened: [job('s-1', 1)] });
      await store.claimJobs('pay', 1_000, 2_000, 10);
      expect(await store.keepJob({ sagaId: 's-1', job: 1 }, 5_000)).toBe(true);
      expect(await store.claimJobs('pay', 2_000, 9_000, 10)).toEqual([]);
      expect(await store.claimJobs('pay', 5_000, 9_000, 10)).toHaveLength(1);
      expect(await store.keepJob({ sagaId: 's-1', job: 7 }, 5_000)).toBe(false);
    });
  });
}
