import { globSync } from 'node:fs';
import { join } from 'node:path';
import { scenarioMatchers } from '@partitura/testing';

expect.extend(scenarioMatchers);

const folder = join(__dirname, 'examples');

test.each(globSync('**/*.scenario.yaml', { cwd: folder }).sort())('%s', async (scenario) => {
  await expect(join(folder, scenario)).toPassScenario();
});
