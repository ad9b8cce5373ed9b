import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../start/processes.mjs';
import { progress } from './progress.mjs';
import { root } from './workspace.mjs';

/**
 * Runs `work` while no other process of this checkout does: two commands that were started at once would both
 * install, and take the files from under each other. A lock whose holder has died is taken over.
 */
export async function alone(work, folder = join(root, '.build-lock')) {
  let told = false;
  while (!acquire(folder)) {
    if (isAbandoned(folder)) {
      rmSync(folder, { recursive: true, force: true });
      continue;
    }
    if (!told) progress('Waiting for another command that installs or builds');
    told = true;
    await delay(100);
  }
  try {
    writeFileSync(join(folder, 'pid'), String(process.pid));
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Making a folder either succeeds or fails, for one process alone. */
function acquire(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** How long a holder may take to write its id. */
const GRACE_MS = 10_000;

function isAbandoned(folder) {
  try {
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    return pid > 0 && !isAlive(pid);
  } catch {
    const { mtimeMs = Date.now() } = statSync(folder, { throwIfNoEntry: false }) ?? {};
    return Date.now() - mtimeMs > GRACE_MS;
  }
}
