import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Whether a process of that id runs (a zombie that nobody has collected counts as ended). */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs as another user.
    return error.code === 'EPERM';
  }
  return !(process.platform === 'linux' && /^State:\s+Z/m.test(readQuietly(`/proc/${pid}/status`)));
}

function readQuietly(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The command line of a process, or '' when there is none. Process ids are reused: ask before you signal. */
export function commandLine(pid) {
  if (process.platform === 'linux') return readQuietly(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** Waits until a process has ended. @returns {Promise<boolean>} false when it still runs after that time */
export async function hasEnded(pid, withinMs) {
  const deadline = Date.now() + withinMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await delay(25);
  }
  return true;
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Asks a process to end and kills it when it has not done so in time. */
export async function endProcess(pid, politely = 'SIGTERM', withinMs = 12_000) {
  if (!isAlive(pid)) return;
  signal(pid, politely);
  if (await hasEnded(pid, withinMs)) return;
  signal(pid, 'SIGKILL');
  await hasEnded(pid, 5_000);
}
