import { setTimeout as delay } from 'node:timers/promises';
import { migrateSagaStore, NewerDatabaseError } from '@partitura/postgres';
import type { AppTools } from '@partitura/nest';
import { Pool } from 'pg';

const LONGEST_PAUSE_MS = 5000;
/** The loop commits on one connection; the others serve requests, timers and sweeps. */
const CONNECTIONS = 12;

/** A pool on the migrated database; waits for a server that is away. Throws `NewerDatabaseError`. */
export async function connectStore(url: string, { logger, stopped, health }: AppTools): Promise<Pool> {
  for (let attempt = 0; ; attempt++) {
    try {
      await migrateSagaStore(url);
      break;
    } catch (error) {
      const reason = `Postgres does not answer (${(error as Error).message}): check DATABASE_URL and that it runs.`;
      if (error instanceof NewerDatabaseError || stopped()) throw error;
      health.set('database', () => ({ up: false, reason }));
      logger.error({ err: error }, `${reason} Trying again.`);
      await delay(Math.min(LONGEST_PAUSE_MS, 250 * 2 ** attempt));
    }
  }
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    application_name: 'partitura-orchestrator',
  });
  // A connection that breaks while idle: the pool replaces it, whoever needs one is told by its own query.
  pool.on('error', (error) => logger.warn({ err: error }, 'A connection to Postgres was lost.'));
  return pool;
}
