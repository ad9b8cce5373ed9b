import { Client } from 'pg';

/** One step of a schema; steps are applied in order and never changed after a release. */
export interface Migration {
  /** Counted from 1 without gaps. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

export interface MigrationPlan {
  readonly url: string;
  /** Postgres schema that holds the tables; created when missing. */
  readonly schema: string;
  /** An earlier release called the schema so; it is meant when it holds this table. */
  readonly renamed?: { readonly from: string; readonly where: string };
  readonly migrations: readonly Migration[];
}

/** The database was migrated by a newer release than this one. */
export class NewerDatabaseError extends Error {
  readonly code = 'NEWER_DATABASE';
}

/**
 * Brings a schema to the newest version, each step in a transaction of its own. Services that start together wait for
 * each other. Throws `NewerDatabaseError` when the database is ahead of this release.
 */
export async function migrate({ url, schema, renamed, migrations }: MigrationPlan): Promise<void> {
  const client = new Client({ connectionString: url });
  // The statement under way fails as well; without a listener a lost connection would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    // A session lock: it ends with the connection, so a migrator that dies leaves nothing locked.
    await client.query(`SELECT pg_advisory_lock(hashtextextended($1, 0))`, [`migrate ${schema}`]);
    if (renamed) await rename(client, schema, renamed);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${schema}.schema_versions (
         version int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
    );
    const current = await versionOf(client, schema);
    const newest = migrations.at(-1)?.version ?? 0;
    if (current > newest)
      throw new NewerDatabaseError(
        `The schema ${schema} of database ${new URL(url).pathname.slice(1)} has version ${current}, this release knows ` +
          `${newest}. Run the release that wrote it or a newer one, or use another database.`,
      );
    for (const migration of migrations)
      if (migration.version > current) await apply(client, schema, migration);
  } finally {
    await client.end();
  }
}

async function rename(
  client: Client,
  schema: string,
  { from, where }: NonNullable<MigrationPlan['renamed']>,
): Promise<void> {
  const { rows } = await client.query<{ meant: boolean }>(
    `SELECT to_regclass($1) IS NOT NULL AND to_regnamespace($2) IS NULL AS meant`,
    [`${from}.${where}`, schema],
  );
  if (rows[0]?.meant) await client.query(`ALTER SCHEMA ${from} RENAME TO ${schema}`);
}

async function versionOf(client: Client, schema: string): Promise<number> {
  const { rows } = await client.query<{ version: number | null }>(
    `SELECT max(version) AS version FROM ${schema}.schema_versions`,
  );
  return rows[0]?.version ?? 0;
}

async function apply(client: Client, schema: string, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL search_path TO ${schema}`);
    await client.query(migration.sql);
    await client.query(`INSERT INTO ${schema}.schema_versions (version, name) VALUES ($1, $2)`, [
      migration.version,
      migration.name,
    ]);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    throw new Error(
      `Migration ${migration.version} (${migration.name}) of schema ${schema} failed: ${(cause as Error).message}. ` +
        'Nothing of it was applied; mend the cause and start again.',
      { cause },
    );
  }
}
