import { Client } from 'pg';
import { createTestDatabase } from './test-database';

it('gives each caller a database of its own', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  try {
    expect(one.url).not.toBe(two.url);
    expect(await namesOfTables(one.url)).toEqual([]);
  } finally {
    await Promise.all([one.drop(), two.drop()]);
  }
});

it('drops a database that still has connections', async () => {
  const database = await createTestDatabase();
  const client = new Client({ connectionString: database.url });
  const lost = new Promise((resolve) => client.on('error', resolve));
  await client.connect();
  await database.drop();
  await lost;
  await expect(namesOfTables(database.url)).rejects.toThrow(/does not exist/);
});

async function namesOfTables(connectionString: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ tablename: string }>(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
