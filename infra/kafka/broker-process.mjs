import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { classPath } from './jars.mjs';
import { javaCommand } from './java.mjs';

const run = promisify(execFile);
const here = import.meta.dirname;

const jvm = [
  '-Xms64m',
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:-UsePerfData',
  `-Dlog4j2.configurationFile=${join(here, 'log4j2.properties')}`,
];

/** Writes the broker's settings and formats its data folder when it is new. Returns the settings file. */
export async function prepareFolder({ dir, port, controllerPort, extra = [] }) {
  const data = join(dir, 'data');
  await mkdir(data, { recursive: true });
  const settings = join(dir, 'server.properties');
  await writeFile(
    settings,
    [
      await readFile(join(here, 'server.properties'), 'utf8'),
      `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
      `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
      `controller.quorum.bootstrap.servers=127.0.0.1:${controllerPort}`,
      // A backslash begins an escape in a properties file.
      `log.dirs=${data.replaceAll('\\', '/')}`,
      ...extra,
      '',
    ].join('\n'),
  );
  if (!existsSync(join(data, 'meta.properties'))) {
    const id = randomBytes(16).toString('base64url').replace(/^-/, 'A');
    await run(javaCommand(), [
      ...jvm,
      '-cp',
      await classPath(),
      'kafka.tools.StorageTool',
      'format',
      '--standalone',
      '-t',
      id,
      '-c',
      settings,
    ]);
  }
  return settings;
}

/** Starts the JVM; resolves when the port answers. Throws with the end of the broker's log when it does not come up. */
export async function launch({ dir, settings, port, flags = [], timeoutMs = 120_000 }) {
  const logFile = join(dir, 'kafka.log');
  const log = openSync(logFile, 'a');
  const child = spawn(javaCommand(), [...jvm, ...flags, '-cp', await classPath(), 'kafka.Kafka', settings], {
    cwd: dir,
    // A group of its own: Ctrl-C shall reach the services first, the broker last.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  let running = true;
  void exited.then(() => (running = false));
  await writeFile(join(dir, 'kafka.pid'), String(child.pid));

  const deadline = Date.now() + timeoutMs;
  while (!(await answers(port))) {
    if (running && Date.now() < deadline) {
      await pause(50);
      continue;
    }
    if (running) child.kill('SIGKILL');
    const end = (await readFile(logFile, 'utf8')).split('\n').slice(-25).join('\n');
    throw new Error(
      `Apache Kafka did not come up on port ${port} (${running ? `no answer in ${timeoutMs} ms` : 'it exited'}). ` +
        `The whole log is ${logFile}; its end:\n${end}`,
    );
  }
  return { child, exited };
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });

/** Stops a broker that an earlier run left behind in this folder, if its process still is one. */
export async function stopLeftOver(dir) {
  const pid = Number(await readFile(join(dir, 'kafka.pid'), 'utf8').catch(() => '0'));
  if (!pid) return;
  // The number may belong to another program by now.
  const command = await run('ps', ['-o', 'command=', '-p', String(pid)])
    .then(({ stdout }) => stdout)
    .catch(() => '');
  if (!command.includes(join(dir, 'server.properties'))) return;
  await endProcess(pid, 'SIGTERM');
}

/** Sends the signal and waits until the process is gone; insists after 15 s. */
export async function endProcess(pid, signal) {
  const deadline = Date.now() + 15_000;
  if (!send(pid, signal)) return;
  while (send(pid, 0)) {
    if (Date.now() > deadline) send(pid, 'SIGKILL');
    await pause(25);
  }
}

function send(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}
