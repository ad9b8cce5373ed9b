import { fileURLToPath } from 'node:url';
import { runMain } from '../tools/entry/failure.mjs';
import { onProjectNode } from '../tools/entry/project-node.mjs';
import { readOptions, usage } from './harness/options.mjs';

await runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  await onProjectNode(fileURLToPath(import.meta.url));
  if (options.suite === 'engine') {
    const { runEngineSuite } = await import('./harness/engine-suite.mjs');
    return runEngineSuite(options);
  }
  const { runSuite } = await import('./harness/run-suite.mjs');
  return runSuite(options);
});
