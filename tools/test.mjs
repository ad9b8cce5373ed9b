import { fileURLToPath } from 'node:url';
import { Failure, runMain } from './entry/failure.mjs';
import { onProjectNode } from './entry/project-node.mjs';
import { runSteps } from './test/run-steps.mjs';
import { stepNames } from './test/steps.mjs';

const usage = `Runs every check of the project, or only those that are named.

  npm test
  npm test -- [${stepNames.join('|')}] …

Suites that need Java (Kafka) or Chromium are skipped with the reason where it is missing; with CI=true they
must run.
`;

await runMain(async () => {
  const named = process.argv.slice(2);
  if (named.includes('--help')) {
    process.stdout.write(usage);
    return 0;
  }
  const unknown = named.find((name) => !stepNames.includes(name));
  if (unknown !== undefined) throw new Failure(`"${unknown}" is unknown.\n\n${usage}`, 2);
  await onProjectNode(fileURLToPath(import.meta.url));
  return runSteps(named.length > 0 ? named : stepNames);
});
