import { createTestDatabase, storeContract } from '@partitura/testing';
import { Pool } from 'pg';
import { migrateSagaStore } from '../migrations';
import { createScoreStore } from '../score-store/postgres-score-store';
import { createSagaStore } from './postgres-saga-store';

storeContract('Postgres', async () => {
  const database = await createTestDatabase();
  await migrateSagaStore(database.url);
  const pool = new Pool({ connectionString: database.url, max: 8 });
  // Connections on their way out are cut when the database is dropped.
  pool.on('error', () => undefined);
  return {
    store: createSagaStore(pool),
    scores: createScoreStore(pool),
    close: async () => {
      await pool.end();
      await database.drop();
    },
  };
});
