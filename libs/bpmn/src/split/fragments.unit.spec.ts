import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { compileScore } from '../compile-score';
import { readModel } from '../document/read-model';
import type { Score } from '../model';
import { ScoreRefusedError } from '../problem';
import { projectScore } from '../project-score';
import { scoreView } from '../testing/score-view';
import { readComposition } from './composition';
import { writeFragment } from './fragment';
import { randomModel } from './testing/random-model';

const root = join(__dirname, '../../../..');
const shared = resolve(process.env['PARTITURA_SHARED'] ?? join(root, '../shared'));
const present = existsSync(join(shared, 'conformance'));
const suite = present ? describe : describe.skip;
const why = present
  ? ''
  : ' (skipped: there is no shared conformance data; PARTITURA_SHARED names its folder)';

const read = (path: string): string => {
  const bytes = readFileSync(path);
  return bytes.toString(/encoding="ISO-8859-1"/.test(bytes.toString('latin1', 0, 100)) ? 'latin1' : 'utf8');
};

/** Name and text of the collaborations below a folder. */
const collaborations = (folder: string, pattern: string): [string, string][] =>
  globSync(pattern, { cwd: folder })
    .sort()
    .map((path): [string, string] => [path, read(join(folder, path))])
    .filter(([, xml]) => /<(\w+:)?participant\s/.test(xml));

const own = collaborations(root, '{processes,benchmarks,apps}/**/*.bpmn');
const others = present ? collaborations(shared, 'scenarios/**/*.bpmn') : [];

async function compiled(xml: string): Promise<Score | undefined> {
  try {
    return await compileScore(xml);
  } catch (error) {
    if (error instanceof ScoreRefusedError) return undefined;
    throw error;
  }
}

function subsets<Item>(items: readonly Item[]): Item[][] {
  return items.reduce<Item[][]>((found, item) => [...found, ...found.map((one) => [...one, item])], [[]]);
}

/** Compares the fragment of each subset of the participants with the projection of the whole to them. */
async function checkFragments(xml: string, score: Score): Promise<number> {
  const composition = await readComposition(await readModel(xml));
  const running = score.participants.filter(({ processId }) => processId !== undefined);
  const chosen = subsets(running.map(({ name }) => name)).filter((names) => names.length > 0);
  for (const names of chosen) {
    const pools = names.map((name) => composition.pools.named(name));
    const fragment = await compileScore(await writeFragment(composition, pools));
    expect(scoreView(fragment)).toEqual(scoreView(projectScore(score, new Set(names))));
  }
  return chosen.length;
}

test.each(own)('%s is compiled in parts as it is as a whole', async (_, xml) => {
  expect(await checkFragments(xml, await compileScore(xml))).toBeGreaterThan(0);
});

suite(`models of other hands${why}`, () => {
  test.each(others)('%s is compiled in parts as it is as a whole', async (_, xml) => {
    const score = await compiled(xml);
    if (score) expect(await checkFragments(xml, score)).toBeGreaterThan(0);
  });
});

test('any composition is compiled in parts as it is as a whole', async () => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(randomModel, async (xml) => {
      const score = await compiled(xml);
      if (score) seen += await checkFragments(xml, score);
    }),
    { numRuns: 100 },
  );
  expect(seen).toBeGreaterThan(20);
});
