import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { alone } from './lock.mjs';
import { whileWorking } from './progress.mjs';
import { run } from './run.mjs';
import { projectNode, root } from './workspace.mjs';

const readLock = (path) => JSON.parse(readFileSync(path, 'utf8')).packages ?? {};

/**
 * Whether `node_modules` holds what the lock file asks for. npm writes down what it installed in a lock file
 * of its own; packages for other platforms are optional and may be missing.
 */
export function isInstalled(folder = root) {
  const installedLock = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock) || !existsSync(projectNode)) return false;
  const installed = readLock(installedLock);
  return Object.entries(readLock(join(folder, 'package-lock.json'))).every(
    ([path, wanted]) => path === '' || wanted.optional || installed[path]?.version === wanted.version,
  );
}

/** Installs the locked dependencies when they are not there yet. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await alone(() => isInstalled() || install());
}

async function install() {
  // npm is a shell script on Unix and a .cmd file on Windows; npm itself says where its code is.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--loglevel=error', '--no-audit', '--no-fund'];
  const [command, commandArgs] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args];
  const installing = run(command, commandArgs, { cwd: root, stdio: ['ignore', 2, 2] }).catch((error) => {
    throw new Failure(`npm could not be run (${error.message}). Install npm, then try again.`, 2);
  });
  const { code } = await whileWorking('Installing the dependencies (about a minute)', installing);
  if (code !== 0) {
    throw new Failure(
      'npm could not install the dependencies; its messages are above. Mend that, then try again.',
      2,
    );
  }
}
