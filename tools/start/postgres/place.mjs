import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedBinaries } from './binaries.mjs';

/** Tried as the account itself: only the system knows all that may stand in its way (modes, ACLs, mounts). */
const canEnter = (folder, account) =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/' }).status === 0;

const canRun = (binaries, account) =>
  spawnSync(join(binaries, 'bin', 'postgres'), ['--version'], { ...account, cwd: '/' }).status === 0;

/** A folder that other accounts reach and that survives a restart of the machine. */
function reachableHome(folder, account) {
  const name = `partitura-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
  const parent = ['/var/lib', '/var/tmp', tmpdir()].find(
    (path) => existsSync(path) && canEnter(path, account),
  );
  return join(parent ?? '/', name);
}

function copyBinaries(from, to) {
  if (existsSync(to)) return;
  const half = `${to}.${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  cpSync(from, half, { recursive: true, verbatimSymlinks: true });
  renameSync(half, to);
}

/**
 * Chooses where the binaries and the data of Postgres are. Normally that is where npm and the data folder have
 * them; as root, where Postgres runs as another account, each folder above them must let that account pass.
 *
 * @param {object} what
 * @param {string} what.folder the data folder
 * @param {{ uid: number, gid: number } | undefined} what.account
 * @param {string | undefined} what.movedTo where an earlier run has put them
 * @param {(text: string) => void} what.say
 * @returns {{ binaries: string, data: string, movedTo: string | undefined }}
 */
export function choosePlace({ folder, account, movedTo, say }) {
  const { folder: native, version } = embeddedBinaries();
  const here = { binaries: native, data: join(folder, 'postgres'), movedTo: undefined };
  if (account === undefined) return here;
  const reachable = canEnter(folder, account);
  const runnable = canRun(native, account);
  if (reachable && runnable && movedTo === undefined) return here;

  const home = movedTo ?? reachableHome(folder, account);
  mkdirSync(home, { recursive: true });
  chmodSync(home, 0o755);
  const place = { ...here, movedTo: home };
  if (!runnable) {
    place.binaries = join(home, `postgres-${version}`);
    copyBinaries(native, place.binaries);
  }
  // Data stays where it was first put: an earlier run's is not left behind because a folder has opened since.
  if (!reachable || existsSync(join(home, 'data'))) place.data = join(home, 'data');
  say(
    `Postgres does not run as root, and a folder above ${reachable ? 'node_modules' : folder} is closed to ` +
      `other accounts: ${place.data === here.data ? 'its binaries are' : 'its data is'} in ${home}`,
  );
  return place;
}
