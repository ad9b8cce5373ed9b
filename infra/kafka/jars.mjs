import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = import.meta.dirname;

const libs = join(here, 'libs');
/** Moved in last: where it is, the others are. */
const lastJar = 'kafka_2.13-4.3.1.jar';

export const jarsArePresent = () => existsSync(join(libs, lastJar));

/** Throws with the remedy when Maven is missing. */
export async function findMaven() {
  try {
    await run('mvn', ['-v']);
  } catch (cause) {
    throw new Error(
      'Apache Kafka is fetched by Apache Maven, and "mvn" does not run. Install it once ' +
        '(Debian, Ubuntu: apt install maven; macOS: brew install maven; others: https://maven.apache.org/install.html), ' +
        'or start with --kafka HOST:PORT to use a Kafka of yours.',
      { cause },
    );
  }
}

/**
 * Fetches Kafka's jars (46 files, 44 MB) into `libs` unless they are there.
 * Throws with the remedy when Maven is missing or the download fails.
 */
export async function fetchJars({ onProgress = () => {} } = {}) {
  if (jarsArePresent()) return;
  await findMaven();
  onProgress('Downloading Apache Kafka (44 MB, once)');
  await mkdir(libs, { recursive: true });
  const incoming = await mkdtemp(join(libs, '.incoming-'));
  try {
    await run(
      'mvn',
      [
        '-B',
        '-q',
        '-f',
        join(here, 'pom.xml'),
        'dependency:copy-dependencies',
        '-DincludeScope=runtime',
        `-DoutputDirectory=${incoming}`,
      ],
      { maxBuffer: 16 * 1024 * 1024 },
    );
    const jars = (await readdir(incoming)).filter((name) => name !== lastJar);
    for (const name of [...jars, lastJar]) await rename(join(incoming, name), join(libs, name));
  } catch (cause) {
    const said = `${cause.stdout ?? ''}${cause.stderr ?? ''}`.trim().slice(0, 600);
    throw new Error(
      `Apache Kafka could not be downloaded. Check that Maven reaches its repository (proxy and mirror: ` +
        `~/.m2/settings.xml) and start again; what is there is kept.\n${said}`,
      { cause },
    );
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
}

/** Every jar, absolute and sorted: the class-data archive fits one exact class path only. */
export async function classPath() {
  const jars = (await readdir(libs)).filter((name) => name.endsWith('.jar')).sort();
  return jars.map((name) => join(libs, name)).join(process.platform === 'win32' ? ';' : ':');
}
