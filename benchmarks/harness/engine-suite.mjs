import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { build } from '../../tools/entry/build.mjs';
import { root } from '../../tools/entry/workspace.mjs';
import { engineTable } from './engine-report.mjs';
import { sampleOrder } from './suites.mjs';

/** Runs the suite `engine` in a process of its own. @returns {Promise<number>} exit status: 1 when a result was wrong */
export async function runEngineSuite({ scenarios, seconds, json }) {
  await build();
  const measured = JSON.parse(await measure({ scenarios, seconds }));
  const result = {
    suite: 'engine',
    bus: 'none',
    placement: 'none',
    node: process.version,
    cores: availableParallelism(),
    ...measured,
  };
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : engineTable(result));
  return [...measured.cells, ...measured.growth].some(({ wrong }) => wrong > 0) ? 1 : 0;
}

function measure({ scenarios, seconds }) {
  const args = ['--scenarios', scenarios.join(','), '--seconds', String(seconds)];
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [
        join(root, 'dist', 'benchmarks', 'engine', 'main.js'),
        ...args,
        '--order',
        JSON.stringify(sampleOrder(1)),
      ],
      { cwd: root, env: { ...process.env, NODE_ENV: 'production' } },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    );
    child.stderr.pipe(process.stderr);
  });
}
