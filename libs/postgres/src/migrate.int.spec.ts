import { createTestDatabase, type TestDatabase } from '@partitura/testing';
import { Client } from 'pg';
import { migrate, NewerDatabaseError } from './migrate';
import { migrateSagaStore } from './migrations';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

it('creates the tables once, whoever starts at the same time', async () => {
  await Promise.all(Array.from({ length: 5 }, () => migrateSagaStore(database.url)));
  expect(await query('SELECT version FROM partitura_engine.schema_versions')).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((version) => ({ version })),
  );
});

it('finds the tables of an earlier release under their earlier name', async () => {
  await migrateSagaStore(database.url);
  await query('ALTER SCHEMA partitura_engine RENAME TO partitura');
  await query(`INSERT INTO partitura.marks (shard, message_id, expires_at) VALUES (1, 'kept', now())`);
  await migrateSagaStore(database.url);
  expect(await query('SELECT message_id FROM partitura_engine.marks')).toEqual([{ message_id: 'kept' }]);
});

it('leaves the inbox and outbox of a service where they are', async () => {
  await query('CREATE SCHEMA partitura');
  await query('CREATE TABLE partitura.inbox (job_key text)');
  await migrateSagaStore(database.url);
  expect(await query(`SELECT to_regclass('partitura.inbox') IS NOT NULL AS there`)).toEqual([
    { there: true },
  ]);
});

it('refuses a database of a newer version and says what to do', async () => {
  await migrateSagaStore(database.url);
  await query(`INSERT INTO partitura_engine.schema_versions (version, name) VALUES (99, 'of the future')`);
  const failure = migrateSagaStore(database.url);
  await expect(failure).rejects.toBeInstanceOf(NewerDatabaseError);
  await expect(failure).rejects.toThrow(
    /has version 99, this release knows 10\. Run the release that wrote it/,
  );
});

it('applies a step as a whole or not at all', async () => {
  const broken = {
    version: 1,
    name: 'broken',
    sql: 'CREATE TABLE one (a int); CREATE TABLE two (a nothing)',
  };
  const failure = migrate({ url: database.url, schema: 'tried', migrations: [broken] });
  await expect(failure).rejects.toThrow(/Migration 1 \(broken\).*Nothing of it was applied/);
  expect(await query(`SELECT tablename FROM pg_tables WHERE schemaname = 'tried'`)).toEqual([
    { tablename: 'schema_versions' },
  ]);
});
