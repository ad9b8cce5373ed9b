import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../../entry/failure.mjs';
import { run } from '../../entry/run.mjs';
import { commandLine, endProcess, isAlive } from '../processes.mjs';

const readOr = (path, otherwise) => (existsSync(path) ? readFileSync(path, 'utf8') : otherwise);
const pidFile = (data) => join(data, 'postmaster.pid');

/** Creates an empty cluster; what a broken attempt left behind is removed first. */
export async function createCluster({ binaries, data, account, password }) {
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const secret = mkdtempSync(join(tmpdir(), 'partitura-'));
  const passwordFile = join(secret, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) for (const path of [data, secret, passwordFile]) chownSync(path, account.uid, account.gid);
  try {
    const { code, output } = await run(
      join(binaries, 'bin', 'initdb'),
      [
        `--pgdata=${data}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-instructions',
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], cwd: data, ...account },
    );
    if (code !== 0) throw new Failure(`Postgres could not create its data in ${data}:\n${output}`);
  } finally {
    rmSync(secret, { recursive: true, force: true });
  }
}

/** Ends a Postgres that a killed launcher left behind, and forgets a lock whose process is something else. */
export async function endLeftOverCluster(data, say) {
  const pid = Number(readOr(pidFile(data), '').split('\n', 1)[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (isAlive(pid) && commandLine(pid).includes(data)) {
    say(`stopping the Postgres of an earlier run (process ${pid})`);
    await endProcess(pid, 'SIGINT', 20_000);
  } else if (isAlive(pid)) {
    rmSync(pidFile(data), { force: true });
  }
}

const lastLines = (path, count = 15) => readOr(path, '').trimEnd().split('\n').slice(-count).join('\n');

/**
 * Starts Postgres on an existing cluster; resolves when it takes connections.
 *
 * @returns {Promise<{ pid: number, stop(): Promise<void>, kill(): void }>}
 */
export async function startCluster({ binaries, data, account, port, logFile }) {
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(
    join(binaries, 'bin', 'postgres'),
    [
      ...['-D', data, '-p', String(port)],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
      // Fewer, larger checkpoints: each one makes the next change of every page cost a full page of WAL.
      ...[
        '-c',
        'shared_buffers=256MB',
        '-c',
        'max_wal_size=2GB',
        '-c',
        'checkpoint_timeout=15min',
        '-c',
        'jit=off',
      ],
    ],
    { stdio: ['ignore', log, log], cwd: data, detached: true, ...account },
  );
  closeSync(log);
  let failed;
  child.once('error', (error) => (failed = error.message));
  child.once('exit', (code, signal) => (failed ??= `it ended (${signal ?? `exit status ${code}`})`));
  // The eighth line of its lock file is the state: the same sign that pg_ctl waits for.
  while (readOr(pidFile(data), '').split('\n')[7]?.trim() !== 'ready' || !isAlive(child.pid)) {
    if (failed)
      throw new Failure(`Postgres did not start: ${failed}. The end of ${logFile}:\n${lastLines(logFile)}`);
    await delay(25);
  }
  return {
    pid: child.pid,
    // SIGINT is Postgres's "fast" shutdown: it ends sessions and writes a checkpoint.
    stop: () => endProcess(child.pid, 'SIGINT', 20_000),
    kill: () => void child.kill('SIGKILL'),
  };
}
