import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { alone } from './lock.mjs';
import { progress } from './progress.mjs';
import { run } from './run.mjs';
import { inModules, root } from './workspace.mjs';

const folders = ['apps', 'libs', 'benchmarks'];
const leftOut = ['**/*.spec.ts', '**/project.json', '**/node_modules/**'];

/** Content decides, not time stamps: a checkout of another branch and back builds nothing. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (path) =>
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  ['.swcrc', 'package-lock.json'].forEach(add);
  for (const folder of folders.filter((name) => existsSync(join(root, name)))) {
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
      .sort()
      .forEach(add);
  }
  return hash.digest('hex');
}

/** Puts one folder in the place of another; a second build that finishes at the same moment may come between. */
function replaceFolder(from, to, attempts = 5) {
  rmSync(to, { recursive: true, force: true, maxRetries: 3 });
  try {
    renameSync(from, to);
  } catch (error) {
    if (attempts === 0) throw error;
    replaceFolder(from, to, attempts - 1);
  }
}

/**
 * Compiles `apps`, `libs` and `benchmarks` to CommonJS below `dist`, where the tree is the same as in the
 * sources; does nothing when no source has changed since the last build.
 */
export async function build() {
  if (isBuilt(fingerprint())) return;
  await alone(async () => {
    // What another command has built meanwhile, or whose sources have changed meanwhile, is looked at anew.
    const wanted = fingerprint();
    if (!isBuilt(wanted)) await compile(wanted);
  });
}

function isBuilt(wanted) {
  const mark = join(root, 'dist', '.fingerprint');
  return existsSync(mark) && readFileSync(mark, 'utf8') === wanted;
}

async function compile(wanted) {
  progress('Building');
  // Built beside `dist` and put in its place at the end, so that a failed build leaves the old one whole.
  const output = `.build-${process.pid}`;
  try {
    const { code, output: said } = await run(
      process.execPath,
      [
        inModules('@swc', 'cli', 'bin', 'swc.js'),
        ...folders.filter((name) => existsSync(join(root, name))),
        '--out-dir',
        output,
        '--copy-files',
        ...leftOut.flatMap((glob) => ['--ignore', glob]),
      ],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    if (code !== 0) throw new Failure(`The build failed:\n${said}`);
    writeFileSync(join(root, output, '.fingerprint'), wanted);
    replaceFolder(join(root, output), join(root, 'dist'));
  } finally {
    rmSync(join(root, output), { recursive: true, force: true });
  }
}
