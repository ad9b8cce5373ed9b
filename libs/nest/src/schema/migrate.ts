import type { DataSource, QueryRunner } from 'typeorm';
import { DatabaseTooNewError } from './database-too-new-error';
import { migrateService } from './migrate-service';
import { schemaVersions, type SchemaVersion } from './versions';

/** Any number, but the same in every release: several instances start at once. */
const lock = 7_235_401;

/**
 * Brings the schema `partitura` and the service's own migrations up to date, one instance at a time.
 *
 * Throws `DatabaseTooNewError` when the database has versions that this release does not know.
 */
export async function migrate(
  dataSource: DataSource,
  versions: readonly SchemaVersion[] = schemaVersions,
): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [lock]);
    try {
      await migrateSchema(runner, versions);
      await migrateService(dataSource, runner);
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [lock]);
    }
  } finally {
    await runner.release();
  }
}

async function migrateSchema(runner: QueryRunner, versions: readonly SchemaVersion[]): Promise<void> {
  await runner.query('CREATE SCHEMA IF NOT EXISTS partitura');
  await runner.query(
    `CREATE TABLE IF NOT EXISTS partitura.schema_version (
       version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  );
  const [row] = (await runner.query(
    'SELECT coalesce(max(version), 0) AS version FROM partitura.schema_version',
  )) as { version: number }[];
  const present = row?.version ?? 0;
  const newest = versions.at(-1)?.version ?? 0;
  if (present > newest)
    throw new DatabaseTooNewError(
      `The schema partitura of this database has version ${present}; this release knows versions up to ${newest}.`,
    );
  for (const version of versions.filter((candidate) => candidate.version > present)) {
    await runner.startTransaction();
    try {
      await runner.query(version.sql);
      await runner.query('INSERT INTO partitura.schema_version (version, name) VALUES ($1, $2)', [
        version.version,
        version.name,
      ]);
      await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction();
      throw error;
    }
  }
}
