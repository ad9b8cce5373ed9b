import { globSync } from 'node:fs';
import { join } from 'node:path';
import { scenarioMatchers } from '@partitura/testing';

expect.extend(scenarioMatchers);

test.each(globSync('**/*.scenario.yaml', { cwd: __dirname }).sort())('%s', async (scenario) => {
  await expect(join(__dirname, scenario)).toPassScenario();
});
