import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startLocalKafka } from './local-kafka';

/**
 * `describe` for suites that need a Kafka broker.
 *
 * Where none can be started (no Java) the suite is reported as skipped, with the reason in its name;
 * with `CI=true` it runs all the same and fails.
 */
export function describeWithKafka(name: string, suite: () => void): void {
  const missing = process.env.TEST_KAFKA_MISSING;
  if (missing && process.env.CI !== 'true') describe.skip(`${name} (skipped: ${missing})`, suite);
  else describe(name, suite);
}

/**
 * Addresses (`host:port`) of the run's broker, which the first caller starts and the end of the run stops.
 *
 * Suites share it: use topics and groups of your own. `TEST_KAFKA_BROKERS` names another one.
 */
export async function testKafkaBrokers(): Promise<string[]> {
  process.env.TEST_KAFKA_BROKERS ??= await startedOnce();
  return process.env.TEST_KAFKA_BROKERS.split(',');
}

async function startedOnce(): Promise<string> {
  const dir = process.env.TEST_KAFKA_DIR;
  if (!dir)
    throw new Error(
      process.env.TEST_KAFKA_MISSING ??
        'TEST_KAFKA_DIR is not set: name the suite *.int.spec.ts or *.e2e.spec.ts, for which Jest prepares a Kafka.',
    );
  const outcome = join(dir, 'outcome.json');
  // Test files run in several processes: who makes the folder starts the broker, the others wait for the outcome.
  const first = await mkdir(join(dir, 'claimed')).then(
    () => true,
    () => false,
  );
  if (first) {
    const result = await startLocalKafka({ dir, keepAlive: true }).then(
      ({ bootstrap }): Outcome => ({ bootstrap }),
      (error: Error): Outcome => ({ error: error.message }),
    );
    await writeFile(`${outcome}.draft`, JSON.stringify(result));
    await rename(`${outcome}.draft`, outcome);
  }
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline) {
    const text = await readFile(outcome, 'utf8').catch(() => undefined);
    if (text !== undefined) {
      const result = JSON.parse(text) as Outcome;
      if (result.bootstrap) return result.bootstrap;
      throw new Error(result.error);
    }
    await pause(50);
  }
  throw new Error(`The run's Kafka did not come up in 180 s: see ${join(dir, 'kafka.log')}.`);
}

interface Outcome {
  readonly bootstrap?: string;
  readonly error?: string;
}
