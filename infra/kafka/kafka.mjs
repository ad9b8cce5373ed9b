import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcess, launch, prepareFolder, stopLeftOver } from './broker-process.mjs';
import { archiveFlags } from './class-data-archive.mjs';
import { freePorts, isTaken } from './free-ports.mjs';
import { fetchJars, findMaven, jarsArePresent } from './jars.mjs';
import { findJava } from './java.mjs';

export { fetchJars } from './jars.mjs';
export { stopLeftOver } from './broker-process.mjs';

/** Why no local Kafka can be started on this machine, with the remedy; undefined when one can. */
export async function whyNoKafka() {
  try {
    await findJava();
    if (!jarsArePresent()) await findMaven();
    return undefined;
  } catch (error) {
    return error.message;
  }
}

const settingsForTests = [
  'group.min.session.timeout.ms=1000',
  // A broker that was killed may register again only when its old session has ended (9 s by default).
  'broker.session.timeout.ms=3000',
  'broker.heartbeat.interval.ms=500',
];

/**
 * Starts one Kafka broker on 127.0.0.1; its data stay in `dir` and the next start goes on with them.
 *
 * - `port`, `controllerPort`: default the last ones of this folder, else free ones.
 * - `fresh`: forget the data.
 * - `forTests`: session timeouts down to 1 s, and the quick compiler (which costs throughput).
 * - `keepAlive`: the broker outlives this process; else it is ended when this process exits.
 * - `onProgress(line)`: what is going on.
 *
 * Resolves when the port answers to `{bootstrap, port, pid, stop(), kill()}`. Throws with the remedy.
 */
export async function startKafka({
  dir,
  port,
  controllerPort,
  fresh = false,
  forTests = false,
  keepAlive = false,
  onProgress = () => {},
}) {
  const java = await findJava();
  await fetchJars({ onProgress });
  await mkdir(dir, { recursive: true });
  const folder = await realpath(dir);
  await stopLeftOver(folder);
  if (fresh) await rm(join(folder, 'data'), { recursive: true, force: true });

  const ports = await choosePorts(folder, port, controllerPort);
  const flags = await archiveFlags({ java, onProgress });
  onProgress(`Starting Apache Kafka on port ${ports.port}`);
  const settings = await prepareFolder({
    dir: folder,
    ...ports,
    extra: forTests ? settingsForTests : [],
  });
  const { child, exited } = await launch({
    dir: folder,
    settings,
    port: ports.port,
    flags: forTests ? [...flags, '-XX:TieredStopAtLevel=1'] : flags,
  });

  // The broker alone keeps no script alive.
  child.unref();
  const endWithUs = () => child.kill('SIGTERM');
  if (!keepAlive) process.once('exit', endWithUs);
  const end = async (signal) => {
    process.off('exit', endWithUs);
    child.ref();
    await endProcess(child.pid, signal);
    await exited;
  };
  return {
    bootstrap: `127.0.0.1:${ports.port}`,
    port: ports.port,
    pid: child.pid,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** Clients remember the address, so a folder keeps its ports as long as nobody else took them. */
async function choosePorts(dir, port, controllerPort) {
  const file = join(dir, 'ports.json');
  const last = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
  const [freePort, freeControllerPort] = await freePorts(2);
  const chosen = {
    port: port ?? (await ifFree(last.port)) ?? freePort,
    controllerPort: controllerPort ?? (await ifFree(last.controllerPort)) ?? freeControllerPort,
  };
  for (const wanted of [chosen.port, chosen.controllerPort])
    if (await isTaken(wanted))
      throw new Error(`Port ${wanted} is in use: choose another one for Kafka or stop what listens there.`);
  await writeFile(file, JSON.stringify(chosen));
  return chosen;
}

const ifFree = async (port) => (port !== undefined && !(await isTaken(port)) ? port : undefined);
