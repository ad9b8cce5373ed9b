import { fileURLToPath } from 'node:url';
import { runMain } from './entry/failure.mjs';
import { onProjectNode } from './entry/project-node.mjs';
import { readOptions } from './start/options.mjs';
import { usage } from './start/usage.mjs';

await runMain(async () => {
  // Before anything is installed: a mistyped option should not cost a minute.
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  await onProjectNode(fileURLToPath(import.meta.url));
  const { start } = await import('./start/start.mjs');
  return start(options);
});
