import type { DataSource, QueryRunner } from 'typeorm';
import { DatabaseTooNewError } from './database-too-new-error';

/** Runs the service's own TypeORM migrations; refuses a database that has some which this release lacks. */
export async function migrateService(dataSource: DataSource, runner: QueryRunner): Promise<void> {
  const table = dataSource.options.migrationsTableName ?? 'migrations';
  if (await runner.hasTable(table)) {
    const applied = (await runner.query(`SELECT name FROM "${table}" ORDER BY id`)) as { name: string }[];
    const known = new Set(
      dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name),
    );
    const unknown = applied.filter(({ name }) => !known.has(name)).map(({ name }) => name);
    if (unknown.length > 0)
      throw new DatabaseTooNewError(
        `This database has migrations that this release of the service does not know: ${unknown.join(', ')}.`,
      );
  }
  await dataSource.runMigrations({ transaction: 'each' });
}
