import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { compileScore, type Score } from '@partitura/bpmn';
import { readScenario } from './read-scenario';
import { runScenario } from './run-scenario';
import type { Scenario } from './scenario';

const root = join(__dirname, '../../../..');
const shared = resolve(process.env['PARTITURA_SHARED'] ?? join(root, '../shared'));

const files = [
  ...globSync('processes/**/*.scenario.yaml', { cwd: root }).map((path) => join(root, path)),
  ...globSync('scenarios/saga/**/*.scenario.yaml', { cwd: shared }).map((path) => join(shared, path)),
]
  // Those that are written for each placement play themselves.
  .filter((path) => !/\.(orchestrated|choreographed|mixed)\.scenario\.yaml$/.test(path))
  .sort();

/** Participants of the compositions among a scenario's files; none when one of them is refused. */
async function participantsOf({ file, files: models }: Scenario): Promise<string[]> {
  const scores: Score[] = [];
  for (const model of models) {
    if (!model.endsWith('.bpmn')) continue;
    const xml = readFileSync(join(dirname(file), model), 'utf8');
    const score = await compileScore(xml).catch(() => undefined);
    if (!score) return [];
    if (score.composition) scores.push(score);
  }
  return scores.flatMap(({ participants }) =>
    participants.flatMap(({ name, processId }) => (processId === undefined ? [] : [name])),
  );
}

type Placement = Scenario['placement'];

const placements: readonly (readonly [string, (participants: readonly string[]) => Placement])[] = [
  ['with every fragment on its service', () => 'choreographed'],
  [
    'with every other fragment on its service',
    (participants) =>
      Object.fromEntries(participants.filter((_, i) => i % 2 === 1).map((name) => [name, name])),
  ],
  [
    'with all fragments on one service',
    (participants) => Object.fromEntries(participants.map((name) => [name, participants[0] ?? ''])),
  ],
];

it.each(placements)('every scenario of a composition comes out the same %s', async (_, placementOf) => {
  const differing: string[] = [];
  let played = 0;
  for (const file of files) {
    const scenario = readScenario(file);
    const participants = await participantsOf(scenario);
    if (participants.length === 0) continue;
    played += 1;
    const { reason } = await runScenario({ ...scenario, placement: placementOf(participants) });
    if (reason !== undefined) differing.push(`${relative(root, file)}: ${reason}`);
  }
  expect(differing).toEqual([]);
  expect(played).toBeGreaterThan(5);
});
