import pg from 'pg';
import { Failure } from '../../entry/failure.mjs';
import { databaseNames } from '../services.mjs';

const insufficientPrivilege = '42501';
const duplicateDatabase = '42P04';
const oldestServer = 150_000;

const withoutPassword = (url) => {
  const shown = new URL(url);
  if (shown.password) shown.password = '…';
  return decodeURI(shown.toString());
};

async function connect(serverUrl) {
  const url = new URL(serverUrl);
  if (url.pathname.length <= 1) url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.toString(), connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new Failure(
      `Postgres at ${withoutPassword(url.toString())} cannot be reached: ${error.message || error.code}. ` +
        'Check that it runs, and host, port, user and password of --database.',
    );
  }
}

async function checkServer(client) {
  const { rows } = await client.query('SHOW server_version_num');
  if (Number(rows[0].server_version_num) >= oldestServer) return;
  const { rows: named } = await client.query('SHOW server_version');
  throw new Failure(`That server is Postgres ${named[0].server_version}; Partitura needs 15 or later.`);
}

const refused = (client, statements) =>
  new Failure(
    `The role "${client.user}" may not create databases. Let an administrator of that server run\n\n` +
      `${statements.map((statement) => `  ${statement}`).join('\n')}\n\nand start Partitura again.`,
  );

/**
 * Creates the services' databases where they are missing.
 *
 * @param {string} serverUrl
 * @param {{ fresh: boolean, say(text: string): void }} how `fresh` drops what is there first
 */
export async function ensureDatabases(serverUrl, { fresh, say }) {
  const client = await connect(serverUrl);
  try {
    await checkServer(client);
    const owned = `OWNER ${client.escapeIdentifier(client.user)}`;
    const { rows } = await client.query('SELECT datname FROM pg_database WHERE datname = ANY ($1)', [
      databaseNames,
    ]);
    const there = new Set(rows.map((row) => row.datname));
    const dropped = fresh ? databaseNames.filter((name) => there.has(name)) : [];
    if (dropped.length > 0) say(`dropping the databases ${dropped.join(', ')}`);
    const statements = [
      ...dropped.map((name) => `DROP DATABASE ${name} WITH (FORCE);`),
      ...databaseNames
        .filter((name) => fresh || !there.has(name))
        .map((name) => `CREATE DATABASE ${name} ${owned};`),
    ];
    for (const [index, statement] of statements.entries()) {
      try {
        await client.query(statement);
      } catch (error) {
        if (error.code === insufficientPrivilege) throw refused(client, statements.slice(index));
        if (error.code !== duplicateDatabase) throw error;
      }
    }
  } finally {
    await client.end();
  }
}
