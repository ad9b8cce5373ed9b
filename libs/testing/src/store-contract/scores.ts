import type { NewScore } from '@partitura/runtime';
import type { StoreUnderTest } from './store-contract';

const score = (key: string, hash: string, id = 'trip', more: Partial<NewScore> = {}): NewScore => ({
  kind: 'bpmn',
  key,
  id,
  hash,
  content: `<xml hash="${hash}"/>`,
  resource: 'trip.bpmn',
  processes: [id],
  startTimers: [],
  ...more,
});

export function scoreContract(site: () => StoreUnderTest): void {
  describe('scores', () => {
    it('counts versions per score and deploys equal content once', async () => {
      const { scores } = site();
      const deploy = async (...list: NewScore[]) =>
        (await scores.deployScores({ key: '1', at: 5_000, scores: list })).map(({ id, version, isNew }) => [
          id,
          version,
          isNew,
        ]);
      expect(await deploy(score('10', 'a'), score('11', 'a', 'other'))).toEqual([
        ['trip', 1, true],
        ['other', 1, true],
      ]);
      expect(await deploy(score('12', 'a'))).toEqual([['trip', 1, false]]);
      expect(await deploy(score('13', 'b'))).toEqual([['trip', 2, true]]);
      // What was deployed before the newest version is a change again.
      expect(await deploy(score('14', 'a'))).toEqual([['trip', 3, true]]);
    });

    it('gives each of several deployments at once a version of its own', async () => {
      const { scores } = site();
      const all = Array.from({ length: 8 }, (_, i) => score(`${i + 1}`, `hash ${i}`));
      const deployed = await Promise.all(
        all.map((one) => scores.deployScores({ key: '1', at: 1, scores: [one] })),
      );
      expect(
        deployed
          .flat()
          .map(({ version }) => version)
          .sort(),
      ).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });

    it('counts versions of models, decisions and forms apart', async () => {
      const { scores } = site();
      const list = (['bpmn', 'dmn', 'form'] as const).map((kind, i) => score(`1${i}`, 'a', 'same', { kind }));
      const deployed = await scores.deployScores({ key: '1', at: 1, scores: list });
      expect(deployed.map(({ kind, version }) => [kind, version])).toEqual([
        ['bpmn', 1],
        ['dmn', 1],
        ['form', 1],
      ]);
    });

    it('gives what is bound to its deployment a new version with what has changed beside it', async () => {
      const { scores } = site();
      const deploy = async (key: string, called: string) =>
        (
          await scores.deployScores({
            key,
            at: 1,
            scores: [
              score(`${key}1`, 'caller', 'caller', { bound: true }),
              score(`${key}2`, called, 'called'),
              score(`${key}3`, 'third', 'third'),
            ],
          })
        ).map(({ version, deploymentKey }) => [version, deploymentKey]);
      await deploy('1', 'a');
      expect(await deploy('2', 'a')).toEqual([
        [1, '1'],
        [1, '1'],
        [1, '1'],
      ]);
      expect(await deploy('3', 'b')).toEqual([
        [2, '3'],
        [2, '3'],
        [1, '1'],
      ]);
    });

    it('lists what was deployed after a position', async () => {
      const { scores } = site();
      await scores.deployScores({ key: '1', at: 5_000, scores: [score('10', 'a')] });
      const [first] = await scores.listScores(0);
      expect(first).toMatchObject({
        key: '10',
        version: 1,
        kind: 'bpmn',
        content: '<xml hash="a"/>',
        deploymentKey: '1',
        deployedAt: 5_000,
      });
      await scores.deployScores({ key: '2', at: 6_000, scores: [score('11', 'b')] });
      expect((await scores.listScores(first?.position ?? 0)).map(({ key }) => key)).toEqual(['11']);
    });

    it('keeps a version pending until it is activated, which makes it the newest', async () => {
      const { scores, store } = site();
      const timer = { process: 'trip', element: 'daily', due: 9_000, left: -1, every: 'PT1H' };
      const placement = { driver: 'driver' };
      await scores.deployScores({
        key: '1',
        at: 1,
        scores: [score('10', 'a', 'trip', { startTimers: [timer] })],
      });
      await scores.deployScores({
        key: '2',
        at: 2,
        scores: [score('11', 'b', 'trip', { pending: true, placement })],
      });
      const [, pending] = await scores.listScores(0);
      expect(pending).toMatchObject({ key: '11', version: 2, active: false, placement });
      expect((await store.dueStartTimers(9_000, 10)).map((due) => due.score)).toEqual(['10']);
      const starts = { processes: ['trip'], startTimers: [{ ...timer, due: 8_000 }] };
      expect(await scores.activateScore('11', starts)).toBe(true);
      expect(await scores.activateScore('11', starts)).toBe(false);
      const [active] = await scores.listScores(pending?.position ?? 0);
      expect(active).toMatchObject({ key: '11', version: 2, active: true, placement });
      expect((await store.dueStartTimers(9_000, 10)).map((due) => due.score)).toEqual(['11']);
    });

    it('takes over a version of another host as it is, and gives it back its text', async () => {
      const { scores } = site();
      const adopted = {
        ...score('77', 'x'),
        version: 5,
        deploymentKey: '70',
        deployedAt: 3_000,
        pending: true as const,
      };
      await scores.adoptScore(adopted);
      await scores.adoptScore(adopted);
      const [first, ...more] = await scores.listScores(0);
      expect(more).toEqual([]);
      expect(first).toMatchObject({
        key: '77',
        version: 5,
        deploymentKey: '70',
        deployedAt: 3_000,
        active: false,
        content: '<xml hash="x"/>',
      });
      await scores.adoptScore({ ...adopted, content: 'other' });
      expect(await scores.listScores(first?.position ?? 0)).toMatchObject([{ key: '77', content: 'other' }]);
    });

    it('notes that the newest version takes its start to another host, until it is active', async () => {
      const { scores } = site();
      const pending = { pending: true as const, placement: { trip: 'trip' } };
      await scores.deployScores({ key: '1', at: 1, scores: [score('10', 'a', 'trip', pending)] });
      await scores.holdStarts('10');
      const [held] = await scores.listScores(1);
      expect(held).toMatchObject({ key: '10', active: false, holding: true });
      await scores.activateScore('10', { processes: ['trip'], startTimers: [] }, 9_000);
      const [active] = await scores.listScores(held?.position ?? 0);
      expect(active).toMatchObject({ key: '10', active: true });
      expect(active).not.toHaveProperty('holding');
      await scores.holdStarts('10');
      await scores.deployScores({ key: '2', at: 2, scores: [score('11', 'b', 'trip', pending)] });
      await scores.deployScores({ key: '3', at: 3, scores: [score('12', 'c', 'trip', pending)] });
      await scores.holdStarts('11');
      expect((await scores.listScores(0)).filter(({ holding }) => holding)).toEqual([]);
    });

    it('activates no version once a newer one of it is active', async () => {
      const { scores } = site();
      const adopt = (key: string, version: number) =>
        scores.adoptScore({
          ...score(key, key),
          version,
          deploymentKey: '70',
          deployedAt: version,
          pending: true,
        });
      await adopt('72', 2);
      await adopt('71', 1);
      const starts = { processes: ['trip'], startTimers: [] };
      expect(await scores.activateScore('72', starts, 9_000)).toBe(true);
      expect(await scores.activateScore('71', starts, 9_500)).toBe(false);
      expect(await scores.listScores(0)).toMatchObject([
        { key: '71', active: false },
        { key: '72', active: true, activeFrom: 9_000 },
      ]);
    });
  });
}
