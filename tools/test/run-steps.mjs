import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../entry/build.mjs';
import { progress } from '../entry/progress.mjs';
import { run } from '../entry/run.mjs';
import { inModules, root } from '../entry/workspace.mjs';
import { steps } from './steps.mjs';
import { closingLine, ofCheck, ofJest, skippedLines, sum } from './tally.mjs';

const env = {
  ...process.env,
  NX_DAEMON: 'false',
  NODE_PATH: undefined,
  PATH: `${inModules('.bin')}:${process.env.PATH ?? ''}`,
};

async function runStep(step, folder) {
  const began = Date.now();
  progress(`${step.title} …`);
  const json = join(folder, `${step.name}.json`);
  const args = step.jest ? [...step.command, '--json', `--outputFile=${json}`] : step.command;
  // With --json Jest prints its result once more on stdout; everything for people is on stderr.
  const stdio = ['ignore', step.jest ? 'ignore' : 'inherit', 'inherit'];
  const { code } = await run(process.execPath, args, { cwd: root, env, stdio });
  const tally = step.jest
    ? ofJest(existsSync(json) ? readFileSync(json, 'utf8') : undefined, code)
    : ofCheck(code);
  const said = step.jest ? closingLine(tally) : code === 0 ? 'fine' : 'failed';
  progress(`${step.title}: ${said} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return tally;
}

/**
 * Runs the named steps one after the other, all of them whatever fails, and prints the sum on the last line.
 *
 * @param {string[]} names
 * @returns {Promise<number>} the exit status
 */
export async function runSteps(names) {
  const folder = mkdtempSync(join(tmpdir(), 'partitura-test-'));
  const tallies = [];
  try {
    // The end-to-end suites start the built services.
    await build();
    for (const step of steps.filter(({ name }) => names.includes(name)))
      tallies.push(await runStep(step, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const total = sum(tallies);
  for (const line of skippedLines(total.reasons)) progress(line);
  process.stdout.write(`${closingLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
}
