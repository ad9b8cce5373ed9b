import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../entry/failure.mjs';
import { root } from '../entry/workspace.mjs';
import { commandLine, isAlive } from './processes.mjs';

/** Where the data of `npm start` is kept. */
export const dataFolder = () => resolve(root, process.env.PARTITURA_DATA_DIR ?? '.data');

/** Reads one of the launcher's own JSON files; undefined when it is not there or broken. */
export function readNote(folder, name) {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Notes may hold the password of the embedded Postgres: they are for their owner only. */
export function writeNote(folder, name, value) {
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}

/**
 * Takes the data folder for this launcher: two of them on one folder would stop each other's Postgres.
 *
 * @param {string} folder
 * @returns {{ leftOver: boolean, release: () => void }} `leftOver`: the last launcher was killed, what it had
 *   started may still be ending
 */
export function takeDataFolder(folder) {
  mkdirSync(folder, { recursive: true });
  const owner = readNote(folder, 'launcher.json')?.pid;
  if (
    owner !== undefined &&
    owner !== process.pid &&
    isAlive(owner) &&
    commandLine(owner).includes('start.mjs')
  ) {
    throw new Failure(
      `Partitura already runs with the data in ${folder} (process ${owner}). Stop it there with Ctrl-C, or run a ` +
        'second one on other data and ports: PARTITURA_DATA_DIR=.data2 npm start -- --port 9080',
      2,
    );
  }
  writeNote(folder, 'launcher.json', { pid: process.pid });
  return {
    leftOver: owner !== undefined,
    release: () => rmSync(join(folder, 'launcher.json'), { force: true }),
  };
}

/** Removes everything below the data folder except the note of who holds it. */
export function forgetData(folder) {
  for (const name of ['postgres', 'postgres.json', 'postgres.log', 'kafka', 'kafka.json', 'bus.json']) {
    if (existsSync(join(folder, name))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
