import { fileURLToPath } from 'node:url';
import { build } from './entry/build.mjs';
import { runMain } from './entry/failure.mjs';
import { progress } from './entry/progress.mjs';
import { onProjectNode } from './entry/project-node.mjs';

await runMain(async () => {
  await onProjectNode(fileURLToPath(import.meta.url));
  await build();
  progress('dist is up to date');
});
