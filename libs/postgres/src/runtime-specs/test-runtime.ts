import { Runtime, type RuntimeOptions } from '@partitura/runtime';
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
  const bus = createEmbeddedBus({ url: database.url });
  const runtimes: Runtime[] = [];
  return {
    url: database.url,
    pool,
    bus,
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
      await bus.close();
      await pool.end();
      await database.drop();
    },
  };
}
