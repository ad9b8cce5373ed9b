import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const oldest = 17;

/** The `java` that will be used: JAVA_HOME's, else the PATH's. */
export const javaCommand = () =>
  process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';

/**
 * What `java -version` prints, which names the exact build.
 * Throws with the remedy when there is no Java or one older than 17.
 */
export async function findJava() {
  let banner;
  try {
    banner = (await run(javaCommand(), ['-version'])).stderr;
  } catch (cause) {
    throw new Error(
      `Apache Kafka needs Java ${oldest} or newer, and "${javaCommand()}" does not run. ` +
        `Install one (Debian, Ubuntu: apt install openjdk-17-jre-headless; macOS: brew install openjdk; ` +
        `others: https://adoptium.net) or set JAVA_HOME; without Java use the embedded bus (leave out --kafka).`,
      { cause },
    );
  }
  const major = Number(/version "(\d+)/.exec(banner)?.[1] ?? 0);
  if (major < oldest)
    throw new Error(
      `Apache Kafka needs Java ${oldest} or newer, and "${javaCommand()}" is version ${major || 'unknown'}. ` +
        `Install a newer one (https://adoptium.net) or let JAVA_HOME point to it.`,
    );
  return banner;
}
