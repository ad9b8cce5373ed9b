import { VersionConflictError } from '@partitura/runtime';
import type { StoreUnderTest } from './store-contract';
import { emptyCommit, outerMessage, sagaRow, subscription } from './rows';

const now = () => Date.now();

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
      const pairs = (await store.match('any', now(), 10)).map(({ message, sagaId }) => [
        message.messageId,
        sagaId,
      ]);
      expect(pairs).toEqual([
        ['m-1', 's-1'],
        ['m-2', 's-2'],
      ]);
      expect(await store.match([{ name: 'Paid', key: 'late' }], now(), 10)).toHaveLength(1);
      expect(await store.match([{ name: 'Refunded', key: 'late' }], now(), 10)).toEqual([]);
    });

    it('gives a message back as it was buffered', async () => {
      const { store } = site();
      const message = outerMessage('m-1', 'k', { uniqueId: 'u', sagaId: 's-9', trace: '00-a-b-01' });
      await store.commit({
        ...emptyCommit,
        messagesBuffered: [message],
        subscriptionsOpened: [subscription('s-1')],
      });
      expect(await store.match('any', now(), 10)).toEqual([
        { message, receiver: 'order', sagaId: 's-1', subscription: 9 },
      ]);
    });

    it('gives a message to each process once, to its oldest subscription, and a subscription one message', async () => {
      const { store } = site();
      const [first, second] = [outerMessage('m-1'), outerMessage('m-2')];
      await store.commit({ ...emptyCommit, messagesBuffered: [first, second] });
      await store.commit({
        ...emptyCommit,
        subscriptionsOpened: [
          subscription('s-2'),
          subscription('s-1'),
          subscription('s-3', 'k', { process: 'bill' }),
        ],
      });
      const match = async () =>
        (await store.match('any', now(), 10)).map(({ message, receiver, sagaId }) => [
          message.messageId,
          receiver,
          sagaId,
        ]);
      expect(await match()).toEqual([
        ['m-1', 'order', 's-2'],
        ['m-1', 'bill', 's-3'],
        ['m-2', 'order', 's-1'],
      ]);
      await store.commit({ ...emptyCommit, messagesTaken: [{ message: first, receiver: 'order' }] });
      await store.commit({ ...emptyCommit, subscriptionsClosed: [subscription('s-2')] });
      expect(await match()).toEqual([
        ['m-1', 'bill', 's-3'],
        ['m-2', 'order', 's-1'],
      ]);
    });

    it('takes a message in once, also after it was delivered (P1)', async () => {
      const { store } = site();
      const message = outerMessage('m-1');
      await store.commit({ ...emptyCommit, messagesBuffered: [message, message] });
      await store.commit({ ...emptyCommit, messagesBuffered: [message] });
      await store.commit({
        ...emptyCommit,
        sagas: [sagaRow('s-1')],
        messagesTaken: [{ message, receiver: 'order' }],
      });
      await store.commit({
        ...emptyCommit,
        messagesBuffered: [message],
        subscriptionsOpened: [subscription('s-2')],
      });
      expect(await store.match('any', now(), 10)).toEqual([]);
    });

    it('lets a process take a message once', async () => {
      const { store } = site();
      const message = outerMessage('m-1');
      const taken = [{ message, receiver: 'order' }];
      const lost = async () => (await store.lost({ taken, unique: [], locks: [], timers: [] }, now())).taken;
      expect(await lost()).toEqual(taken);
      await store.commit({ ...emptyCommit, messagesBuffered: [message] });
      expect(await lost()).toEqual([]);
      const take = (sagaId: string) =>
        store.commit({ ...emptyCommit, sagas: [sagaRow(sagaId)], messagesTaken: taken });
      const results = await Promise.allSettled([take('s-1'), take('s-2')]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const [failure] = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
      expect(failure?.reason).toBeInstanceOf(VersionConflictError);
      expect(await store.load(['s-1', 's-2'])).toHaveLength(1);
      expect(await lost()).toEqual(taken);
    });

    it('keeps the id of a publisher free of a second message until its time-to-live has ended', async () => {
      const { store } = site();
      const at = now();
      const message = (id: string, more = {}) =>
        outerMessage(id, 'k', { uniqueId: 'u', arrivedAt: at, expiresAt: at + 1000, ...more });
      const buffer = (...messagesBuffered: ReturnType<typeof message>[]) =>
        store.commit({ ...emptyCommit, messagesBuffered });
      const lost = async (later: number) =>
        (await store.lost({ taken: [], unique: [message('x')], locks: [], timers: [] }, later)).unique;
      await buffer(message('m-1', { transient: true }), message('m-2'));
      await expect(buffer(message('m-3'))).rejects.toBeInstanceOf(VersionConflictError);
      expect(await lost(at + 999)).toHaveLength(1);
      expect(await lost(at + 1000)).toHaveLength(0);
      await buffer(message('m-4', { arrivedAt: at + 1000, expiresAt: at + 2000 }));
    });

    it('forgets a subscription that was closed', async () => {
      const { store } = site();
      await store.commit({ ...emptyCommit, subscriptionsOpened: [subscription('s-1')] });
      await store.commit({ ...emptyCommit, subscriptionsClosed: [subscription('s-1')] });
      await store.commit({ ...emptyCommit, messagesBuffered: [outerMessage('m-1')] });
      expect(await store.match('any', now(), 10)).toEqual([]);
    });

    it('neither matches nor keeps a message whose time-to-live has ended', async () => {
      const { store } = site();
      const message = outerMessage('m-1', 'k', { expiresAt: now() + 5_000 });
      await store.commit({
        ...emptyCommit,
        messagesBuffered: [message],
        subscriptionsOpened: [subscription('s-1')],
      });
      expect(await store.match('any', message.expiresAt - 1, 10)).toHaveLength(1);
      expect(await store.match('any', message.expiresAt, 10)).toEqual([]);
      await store.expire(message.expiresAt, 100);
      const take = store.commit({
        ...emptyCommit,
        sagas: [sagaRow('s-1')],
        messagesTaken: [{ message, receiver: 'order' }],
      });
      await expect(take).rejects.toBeInstanceOf(VersionConflictError);
    });

    it('gives a transient message to who waits when it comes, and to nobody later', async () => {
      const { store } = site();
      await store.commit({ ...emptyCommit, subscriptionsOpened: [subscription('s-1')] });
      await store.commit({
        ...emptyCommit,
        messagesBuffered: [outerMessage('m-1', 'k', { transient: true })],
      });
      await store.commit({
        ...emptyCommit,
        subscriptionsOpened: [subscription('s-2', 'k', { process: 'other' })],
      });
      expect((await store.match('any', now(), 10)).map(({ sagaId }) => sagaId)).toEqual(['s-1']);
      await store.commit({ ...emptyCommit, subscriptionsClosed: [subscription('s-1')] });
      expect(await store.match('any', now(), 10)).toEqual([]);
    });
  });
}
