import type { Logger } from '@partitura/telemetry';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Health } from './health';

const againMs = 1_000;

/**
 * Connects to Postgres, and keeps trying while it is away: the process lives, is not ready, and says why.
 *
 * Resolves with undefined when `stopped` says so first.
 */
export async function connectDatabase(
  options: DataSourceOptions,
  { logger, health, stopped }: { logger: Logger; health: Health; stopped: () => boolean },
): Promise<DataSource | undefined> {
  let reason = 'Postgres has not been reached yet.';
  health.set('database', () => ({ up: false, reason }));
  for (let failures = 0; !stopped(); failures += 1) {
    const dataSource = new DataSource(options);
    try {
      return await dataSource.initialize();
    } catch (error) {
      reason = `Postgres cannot be reached: ${messageOf(error)}. Check DATABASE_URL, and that the server runs.`;
      if (failures % 10 === 0) logger.warn(`${reason} Tried again every second.`);
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
  return undefined;
}

/** Node packs refused connections (IPv4 and IPv6) into an AggregateError without a message. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map((one) => (one as Error).message).join(', ');
  return (error as Error).message;
}
