import type { NewScore } from '@partitura/runtime';
import type { StoreUnderTest } from './store-contract';

const score = (key: string, hash: string, id = 'trip'): NewScore => ({
  key,
  id,
  hash,
  xml: `<xml hash="${hash}"/>`,
  resource: 'trip.bpmn',
  startTimers: [],
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

    it('lists what was deployed after a position', async () => {
      const { scores } = site();
      await scores.deployScores({ key: '1', at: 5_000, scores: [score('10', 'a')] });
      const [first] = await scores.listScores(0);
      expect(first).toMatchObject({
        key: '10',
        version: 1,
        xml: '<xml hash="a"/>',
        deploymentKey: '1',
        deployedAt: 5_000,
      });
      await scores.deployScores({ key: '2', at: 6_000, scores: [score('11', 'b')] });
      expect((await scores.listScores(first?.position ?? 0)).map(({ key }) => key)).toEqual(['11']);
    });
  });
}
