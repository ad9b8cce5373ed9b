import { VersionConflictError } from '@partitura/runtime';
import type { StoreUnderTest } from './store-contract';
import { emptyCommit, outerMessage, sagaRow } from './rows';

const subscription = (sagaId: string, key = 'k') => ({ name: 'Paid', key, sagaId, subscription: 9 });

export function messageContract(site: () => StoreUnderTest): void {
  describe('messages from outside', () => {
    it('brings message and subscription together, whichever came first', async () => {
      const { store } = site();
      await store.commit({ ...emptyCommit, messagesBuffered: [outerMessage('m-1', 'early')] });
      await store.commit({
        ...emptyCommit,
        sagas: [sagaRow('s-1'), sagaRow('s-2')],
        subscriptionsOpened: [subscription('s-1', 'early'), subscription('s-2', 'late')],
      });
      await store.commit({
        ...emptyCommit,
        messagesBuffered: [outerMessage('m-2', 'late'), outerMessage('m-3', 'other')],
      });
      const pairs = (await store.match('any', 10)).map(({ message, sagaId }) => [message.messageId, sagaId]);
      expect(pairs).toEqual([
        ['m-1', 's-1'],
        ['m-2', 's-2'],
      ]);
      expect(await store.match([{ name: 'Paid', key: 'late' }], 10)).toHaveLength(1);
      expect(await store.match([{ name: 'Refunded', key: 'late' }], 10)).toEqual([]);
    });

    it('gives a message to one subscription, and a subscription one message', async () => {
      const { store } = site();
      await store.commit({
        ...emptyCommit,
        messagesBuffered: [outerMessage('m-1'), outerMessage('m-2'), outerMessage('m-3')],
        subscriptionsOpened: [subscription('s-1'), subscription('s-2')],
      });
      const matches = await store.match('any', 10);
      expect(matches).toHaveLength(2);
      expect(new Set(matches.map(({ message }) => message.messageId)).size).toBe(2);
      expect(new Set(matches.map(({ sagaId }) => sagaId)).size).toBe(2);
    });

    it('takes a message in once, also after it was delivered (P1)', async () => {
      const { store } = site();
      const message = outerMessage('m-1');
      await store.commit({ ...emptyCommit, messagesBuffered: [message] });
      await store.commit({ ...emptyCommit, messagesBuffered: [message] });
      await store.commit({ ...emptyCommit, sagas: [sagaRow('s-1')], messagesTaken: [message] });
      await store.commit({
        ...emptyCommit,
        messagesBuffered: [message],
        subscriptionsOpened: [subscription('s-2')],
      });
      expect(await store.match('any', 10)).toEqual([]);
    });

    it('lets one of two receivers take a message', async () => {
      const { store } = site();
      const message = outerMessage('m-1');
      await store.commit({ ...emptyCommit, messagesBuffered: [message] });
      const take = (sagaId: string) =>
        store.commit({ ...emptyCommit, sagas: [sagaRow(sagaId)], messagesTaken: [message] });
      const results = await Promise.allSettled([take('s-1'), take('s-2')]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const [failure] = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
      expect(failure?.reason).toBeInstanceOf(VersionConflictError);
      expect(await store.load(['s-1', 's-2'])).toHaveLength(1);
    });

    it('forgets a subscription that was closed', async () => {
      const { store } = site();
      await store.commit({ ...emptyCommit, subscriptionsOpened: [subscription('s-1')] });
      await store.commit({ ...emptyCommit, subscriptionsClosed: [subscription('s-1')] });
      await store.commit({ ...emptyCommit, messagesBuffered: [outerMessage('m-1')] });
      expect(await store.match('any', 10)).toEqual([]);
    });

    it('neither matches nor keeps a message whose time-to-live has ended', async () => {
      const { store } = site();
      const message = outerMessage('m-1', 'k', { expiresAt: Date.now() - 1 });
      await store.commit({
        ...emptyCommit,
        messagesBuffered: [message],
        subscriptionsOpened: [subscription('s-1')],
      });
      expect(await store.match('any', 10)).toEqual([]);
      await store.expire(Date.now(), 100);
      const take = store.commit({ ...emptyCommit, sagas: [sagaRow('s-1')], messagesTaken: [message] });
      await expect(take).rejects.toBeInstanceOf(VersionConflictError);
    });
  });
}
