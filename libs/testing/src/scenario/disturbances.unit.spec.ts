import { globSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readScenario } from './read-scenario';
import { runScenario } from './run-scenario';
import type { Scenario, Step } from './scenario';

const root = join(__dirname, '../../../..');
const shared = resolve(process.env['PARTITURA_SHARED'] ?? join(root, '../shared'));

const files = [
  ...globSync('processes/**/*.scenario.yaml', { cwd: root }).map((path) => join(root, path)),
  ...globSync('scenarios/{flow,saga}/**/*.scenario.yaml', { cwd: shared }).map((path) => join(shared, path)),
].sort();

const crash: Step = { kind: 'crash', with: {} };
const redeliver: Step = { kind: 'redeliver', with: {} };

const disturbed = (scenario: Scenario, ...steps: readonly Step[]): Scenario => ({
  ...scenario,
  steps: scenario.steps.flatMap((step) => [step, ...steps]),
});

describe('after every step of every scenario that passes', () => {
  it.each([
    ['a crash', [crash]],
    ['a second delivery of everything (P1)', [redeliver]],
    ['both', [redeliver, crash, redeliver]],
  ] as const)('%s changes nothing', async (_, steps) => {
    const differing: string[] = [];
    for (const file of files) {
      const scenario = readScenario(file);
      if ((await runScenario(scenario)).status === 'failed') continue;
      const { reason } = await runScenario(disturbed(scenario, ...steps));
      if (reason !== undefined) differing.push(`${relative(root, file)}: ${reason}`);
    }
    expect(differing).toEqual([]);
  });
});
