import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { scenarioMatchers } from './jest-matchers';
import { readScenario } from './read-scenario';

/** The shared conformance data: beside the checkout, or where PARTITURA_SHARED says. */
const shared = resolve(process.env['PARTITURA_SHARED'] ?? join(__dirname, '../../../../../shared'));
const present = existsSync(join(shared, 'scenarios'));
const suite = present ? describe : describe.skip;
const where = present
  ? ''
  : ' (skipped: there is no shared conformance data; PARTITURA_SHARED names its folder)';

const samples = globSync('scenarios/**/*.scenario.yaml', { cwd: shared }).sort();
const pathOf = (sample: string): string => join(shared, sample);

/** `check` needs the proof that a composition cannot hang, the others fragments that run on services. */
const isOfLater = (sample: string): boolean =>
  basename(dirname(sample)) === 'check' || readScenario(pathOf(sample)).placement !== 'orchestrated';

expect.extend(scenarioMatchers);

suite(`samples of scenarios${where}`, () => {
  const ready = samples.filter((sample) => !isOfLater(sample));

  it('are there', () => {
    expect(ready.length).toBeGreaterThan(20);
  });

  it.each(ready)('%s', async (sample) => {
    await expect(pathOf(sample)).toPassScenario();
  });
});
