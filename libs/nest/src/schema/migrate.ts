import { migrate as migrateSchema, type Migration } from '@partitura/postgres';
import type { DataSource } from 'typeorm';
import { migrateService } from './migrate-service';
import { inboxAndOutbox } from './versions/001-inbox-and-outbox';

/** In order. A version that was released is never changed; the next change is the next version. */
const versions: readonly Migration[] = [inboxAndOutbox];

/**
 * Brings the schema `partitura` (inbox, outbox) and then the service's own migrations up to date; instances that
 * start together wait for each other.
 *
 * Throws `NewerDatabaseError` when the database has versions that this release does not know.
 */
export async function migrate(dataSource: DataSource): Promise<void> {
  const { url } = dataSource.options as { url?: string };
  if (url === undefined)
    throw new Error('The data source has no `url`: give it one, its migrations connect by it.');
  await migrateSchema({ url, schema: 'partitura', migrations: versions });
  await migrateService(dataSource);
}
