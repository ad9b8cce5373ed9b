import { NewerDatabaseError } from '@partitura/postgres';
import type { DataSource, QueryRunner } from 'typeorm';

/** Any number, but the same in every release: TypeORM itself does not keep two instances apart. */
const lock = 7_235_401;

/** Runs the service's own TypeORM migrations under a lock; refuses a database that has some which this release lacks. */
export async function migrateService(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [lock]);
    try {
      await refuseUnknown(dataSource, runner);
      await dataSource.runMigrations({ transaction: 'each' });
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [lock]);
    }
  } finally {
    await runner.release();
  }
}

async function refuseUnknown(dataSource: DataSource, runner: QueryRunner): Promise<void> {
  const table = dataSource.options.migrationsTableName ?? 'migrations';
  if (!(await runner.hasTable(table))) return;
  const applied = (await runner.query(`SELECT name FROM "${table}" ORDER BY id`)) as { name: string }[];
  const known = new Set(
    dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name),
  );
  const unknown = applied.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (unknown.length > 0)
    throw new NewerDatabaseError(
      `This database has migrations that this release of the service does not know: ${unknown.join(', ')}. ` +
        'Run the release that wrote it or a newer one, or use another database.',
    );
}
