import { type OuterMessage, type StartSubscription, VersionConflictError } from '@partitura/runtime';
import type { StoreUnderTest } from './store-contract';
import { emptyCommit, outerMessage, sagaRow, subscription } from './rows';

const now = () => Date.now();
const signal = (messageId: string, more: Partial<OuterMessage> = {}): OuterMessage =>
  outerMessage(messageId, '', { kind: 'signal', name: 'Closed', transient: true, ...more });

export function receiverContract(site: () => StoreUnderTest): void {
  describe('signals', () => {
    const waiting = (sagaId: string, id = 9) =>
      subscription(sagaId, '', { kind: 'signal', name: 'Closed', subscription: id });

    it('reach everyone who waits, except the saga that has thrown them', async () => {
      const { store } = site();
      await store.commit({
        ...emptyCommit,
        subscriptionsOpened: [waiting('s-1', 1), waiting('s-1', 2), waiting('s-2'), waiting('s-3')],
      });
      await store.commit({ ...emptyCommit, messagesBuffered: [signal('x-1', { sagaId: 's-2' })] });
      const matches = await store.match('any', now(), 10);
      expect(matches.map(({ sagaId, subscription: id, receiver }) => [sagaId, id, receiver])).toEqual([
        ['s-1', 1, 's-1 1'],
        ['s-1', 2, 's-1 2'],
        ['s-3', 9, 's-3 9'],
      ]);
      const { message, receiver } = matches[0] ?? { message: signal('none'), receiver: '' };
      await store.commit({ ...emptyCommit, messagesTaken: [{ message, receiver }] });
      expect(await store.match('any', now(), 10)).toHaveLength(2);
    });

    it('do not reach who waits for a message of that name', async () => {
      const { store } = site();
      await store.commit({
        ...emptyCommit,
        subscriptionsOpened: [subscription('s-1', '', { name: 'Closed' })],
      });
      await store.commit({ ...emptyCommit, messagesBuffered: [signal('x-1')] });
      expect(await store.match('any', now(), 10)).toEqual([]);
    });

    it('have subscribers by name, oldest first', async () => {
      const { store } = site();
      await store.commit({ ...emptyCommit, subscriptionsOpened: [waiting('s-2')] });
      await store.commit({ ...emptyCommit, subscriptionsOpened: [waiting('s-1'), subscription('s-3', '')] });
      expect(await store.subscribers('signal', { name: 'Closed', key: '' })).toEqual([
        waiting('s-2'),
        waiting('s-1'),
      ]);
    });
  });

  describe('messages that begin a saga', () => {
    const start = (process: string, more: Partial<StartSubscription> = {}): StartSubscription => ({
      kind: 'message',
      name: 'Paid',
      process,
      since: 0,
      ...more,
    });

    it('are found for each process that has not had them, oldest first', async () => {
      const { store } = site();
      const [first, second] = [outerMessage('m-1'), outerMessage('m-2')];
      await store.commit({ ...emptyCommit, messagesBuffered: [first] });
      await store.commit({ ...emptyCommit, messagesBuffered: [second, outerMessage('m-3', 'other')] });
      await store.commit({ ...emptyCommit, messagesTaken: [{ message: first, receiver: 'order' }] });
      const find = async (of: Parameters<typeof store.startable>[0]) =>
        (await store.startable(of, [start('order'), start('bill', { name: 'Billed' })], now(), 10)).map(
          ({ message, process }) => [message.messageId, process],
        );
      expect(await find([{ name: 'Paid', key: 'k' }])).toEqual([['m-2', 'order']]);
      expect(await find('any')).toEqual([
        ['m-2', 'order'],
        ['m-3', 'order'],
      ]);
    });

    it('are none that have ended, came before the deployment, or are of another kind', async () => {
      const { store } = site();
      const at = now();
      const expired = outerMessage('m-1', 'k', { arrivedAt: at, expiresAt: at + 1000 });
      await store.commit({ ...emptyCommit, messagesBuffered: [expired] });
      const count = async (later: number, more: Partial<StartSubscription>) =>
        (await store.startable('any', [start('order', more)], later, 10)).length;
      expect(await count(at, { since: at })).toBe(1);
      expect(await count(at, { since: at + 1 })).toBe(0);
      expect(await count(at, { until: at + 1 })).toBe(1);
      expect(await count(at, { until: at })).toBe(0);
      expect(await count(at, { kind: 'signal' })).toBe(0);
      expect(await count(at + 1000, {})).toBe(0);
    });

    it('hold their correlation key until the saga releases it', async () => {
      const { store } = site();
      const lock = { process: 'order', key: 'k' };
      const lost = async () =>
        (await store.lost({ taken: [], unique: [], locks: [lock], timers: [] }, now())).locks;
      const row = sagaRow('s-1', { startLock: lock });
      await store.commit({ ...emptyCommit, sagas: [row], startLocksTaken: [lock] });
      expect((await store.load(['s-1']))[0]?.startLock).toEqual(lock);
      expect(await lost()).toEqual([lock]);
      const again = store.commit({ ...emptyCommit, sagas: [sagaRow('s-2')], startLocksTaken: [lock] });
      await expect(again).rejects.toBeInstanceOf(VersionConflictError);
      await store.commit({ ...emptyCommit, startLocksReleased: [lock] });
      expect(await lost()).toEqual([]);
      await store.commit({ ...emptyCommit, startLocksTaken: [lock] });
    });
  });
}
