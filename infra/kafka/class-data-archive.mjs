import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, prepareFolder } from './broker-process.mjs';
import { freePorts } from './free-ports.mjs';
import { classPath } from './jars.mjs';

/**
 * The JVM's flag that makes the broker start in 3 s instead of 10, as `-XX:SharedArchiveFile=…`.
 * Makes the archive on first use (about 20 s). Answers no flag when the JVM cannot make one: it is a convenience.
 */
export async function archiveFlags({ java, onProgress }) {
  // The archive fits one JDK build and one exact class path; elsewhere the JVM would ignore it in silence.
  const name = createHash('sha256')
    .update(java + (await classPath()))
    .digest('hex')
    .slice(0, 12);
  const archive = join(import.meta.dirname, `kafka-${name}.jsa`);
  if (!existsSync(archive)) {
    onProgress('Preparing Apache Kafka for quick starts (about 20 s, once)');
    await makeArchive(archive).catch((error) => onProgress(`Kafka will start slowly: ${error.message}`));
  }
  return existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`] : [];
}

/** The JVM writes down at exit which classes a start needed. */
async function makeArchive(archive) {
  const dir = await mkdtemp(join(tmpdir(), 'partitura-kafka-archive-'));
  const draft = `${archive}.${process.pid}.jsa`;
  try {
    const [port, controllerPort] = await freePorts(2);
    const settings = await prepareFolder({ dir, port, controllerPort });
    const { child, exited } = await launch({
      dir,
      settings,
      port,
      flags: [`-XX:ArchiveClassesAtExit=${draft}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'],
    });
    child.kill('SIGTERM');
    await exited;
    await rename(draft, archive);
  } finally {
    await rm(draft, { force: true });
    await rm(dir, { recursive: true, force: true });
  }
}
