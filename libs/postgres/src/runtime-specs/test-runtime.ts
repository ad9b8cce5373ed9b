import {
  type BusRecord,
  type CloudEvent,
  encodeCloudEvent,
  Runtime,
  type RuntimeOptions,
} from '@partitura/runtime';
import { createTestDatabase } from '@partitura/testing';
import { Pool } from 'pg';
import { createEmbeddedBus, type EmbeddedBus, migrateSagaStore } from '..';
import { createSagaStore } from '../saga-store/postgres-saga-store';
import { createScoreStore } from '../score-store/postgres-score-store';

/** A database with the tables and a bus in it, on which a test starts as many runtimes as it likes. */
export interface TestSite {
  readonly url: string;
  readonly pool: Pool;
  readonly bus: EmbeddedBus;
  runtime(options?: Partial<RuntimeOptions>): Runtime;
  /** A client of the bus of its own, as another process has. */
  openBus(): EmbeddedBus;
  /** Sends what a service or the outside sends. */
  send(topic: string, type: string, sagaId: string, data: unknown, more?: Partial<CloudEvent>): Promise<void>;
  /** The records of a topic as they come. */
  listen(topic: string): Promise<readonly BusRecord[]>;
  close(): Promise<void>;
}

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export async function openTestSite(): Promise<TestSite> {
  const database = await createTestDatabase();
  await migrateSagaStore(database.url);
  const pool = new Pool({ connectionString: database.url, max: 12 });
  pool.on('error', () => undefined);
  const buses: EmbeddedBus[] = [];
  const openBus = () => {
    const another = createEmbeddedBus({ url: database.url });
    buses.push(another);
    return another;
  };
  const bus = openBus();
  const runtimes: Runtime[] = [];
  let sent = 0;
  return {
    url: database.url,
    pool,
    bus,
    openBus,
    send: async (topic, type, sagaId, data, more = {}) => {
      await bus.ensureTopics([topic]);
      await bus.publish([
        encodeCloudEvent(topic, { id: `test-${++sent}`, source: '/tests', type, sagaId, data, ...more }),
      ]);
    },
    listen: async (topic) => {
      const records: BusRecord[] = [];
      await bus.ensureTopics([topic]);
      await bus.subscribe({
        group: `listener-${topic}`,
        topics: [topic],
        handle: (batch) => {
          records.push(...batch);
          return Promise.resolve();
        },
      });
      return records;
    },
    runtime: (options = {}) => {
      const runtime = new Runtime({
        store: createSagaStore(pool),
        scores: createScoreStore(pool),
        bus,
        logger: silent,
        ...options,
      });
      runtimes.push(runtime);
      return runtime;
    },
    close: async () => {
      await Promise.all(runtimes.map((runtime) => runtime.stop()));
      await Promise.all(buses.map((one) => one.close()));
      await pool.end();
      await database.drop();
    },
  };
}
