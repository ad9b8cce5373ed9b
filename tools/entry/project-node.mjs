import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { delimiter } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { inModules, projectNode, root } from './workspace.mjs';

const isProjectNode = () => realpathSync(process.execPath) === realpathSync(projectNode);

/**
 * Installs what is missing and makes sure that the rest runs on the project's own Node: under another one the
 * script is started again there, and this call never returns.
 *
 * @param {string} script absolute path of the script to start again
 * @param {{ cwd?: string }} [options] the folder to start it in; the root of the checkout when nothing is said
 */
export async function onProjectNode(script, { cwd = root } = {}) {
  await ensureInstalled();
  if (isProjectNode()) return;
  process.env.PATH = `${inModules('.bin')}${delimiter}${process.env.PATH ?? ''}`;
  // The channel tells the child when this process dies without a word (kill -9).
  const child = spawn(projectNode, [script, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: process.env,
    cwd,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  await new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
