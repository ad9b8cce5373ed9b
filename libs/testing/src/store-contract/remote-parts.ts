import type { RemotePart } from '@partitura/runtime';
import type { StoreUnderTest } from './store-contract';

const part = (sagaId: string, host: string, version: number, more: Partial<RemotePart> = {}): RemotePart => ({
  sagaId,
  host,
  version,
  number: 4711,
  score: '10',
  part: `{"version":${version}}`,
  incidents: 0,
  ...more,
});

export function remotePartContract(site: () => StoreUnderTest): void {
  describe('parts of other hosts', () => {
    it('keeps the newest of what each host has told, in whatever order it comes', async () => {
      const { store } = site();
      await store.keepRemoteParts([part('s-1', 'stock', 2), part('s-1', 'pay', 1)]);
      await store.keepRemoteParts([part('s-1', 'stock', 1), part('s-1', 'pay', 3)]);
      const kept = await store.remoteParts(['s-1', 's-2']);
      expect(kept.map(({ host, version }) => `${host} ${version}`).sort()).toEqual(['pay 3', 'stock 2']);
    });

    it('takes several versions of one part at once', async () => {
      const { store } = site();
      await store.keepRemoteParts([1, 3, 2].map((version) => part('s-1', 'stock', version)));
      expect(await store.remoteParts(['s-1'])).toEqual([part('s-1', 'stock', 3)]);
    });

    it('finds the part that a public key belongs to', async () => {
      const { store } = site();
      await store.keepRemoteParts([part('s-1', 'stock', 1, { number: 99 }), part('s-2', 'stock', 1)]);
      expect((await store.remotePartByNumber(99))?.sagaId).toBe('s-1');
      expect(await store.remotePartByNumber(98)).toBeUndefined();
    });

    it('hands an answer out once', async () => {
      const { store } = site();
      await store.keepAnswer('r-1', 'yes');
      await store.keepAnswer('r-1', 'yes again');
      expect(await store.takeAnswers(['r-1', 'r-2'])).toEqual([{ requestId: 'r-1', answer: 'yes' }]);
      expect(await store.takeAnswers(['r-1', 'r-2'])).toEqual([]);
    });
  });
}
