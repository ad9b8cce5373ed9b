import { fileURLToPath } from 'node:url';
import { runMain } from './entry/failure.mjs';
import { onProjectNode } from './entry/project-node.mjs';
import { run } from './entry/run.mjs';
import { inModules, root } from './entry/workspace.mjs';

/** Writes docs/bpmn-coverage.md anew: the test that compares the page writes it when it is asked to. */
await runMain(async () => {
  await onProjectNode(fileURLToPath(import.meta.url));
  const jest = inModules('jest', 'bin', 'jest.js');
  const args = [
    '--experimental-vm-modules',
    jest,
    '--selectProjects',
    'unit',
    '--testPathPatterns',
    'processes/coverage',
  ];
  const { code } = await run(process.execPath, args, {
    cwd: root,
    env: { ...process.env, WRITE_DOCS: '1' },
    stdio: 'inherit',
  });
  return code;
});
