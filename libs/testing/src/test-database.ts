import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface TestDatabase {
  /** `postgresql://…` of a database that nobody else uses. */
  readonly url: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

/**
 * Makes an empty database on the server of the run.
 *
 * Throws when no server was started: suites that need one end in `.int.spec.ts` or `.e2e.spec.ts`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = testPostgresUrl();
  const name = `test_${randomBytes(6).toString('hex')}`;
  // template0 is never connected to, so that parallel creations do not fail with "is being accessed by other users".
  await statement(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => statement(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Address of the run's Postgres server, database `postgres`. */
export function testPostgresUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (!url)
    throw new Error(
      'TEST_POSTGRES_URL is not set: name the suite *.int.spec.ts or *.e2e.spec.ts, for which Jest starts a Postgres.',
    );
  const server = new URL(url);
  server.pathname = '/postgres';
  return server.href;
}

async function statement(connectionString: string, sql: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
