import { readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { isAlive } from './processes.mjs';
import { databaseNames, serviceNames } from './services.mjs';
import { environmentOf, freePortRange, Launched, until } from './testing/launched';
import { createSampleWorkspace } from './testing/sample-workspace';

describe('npm start', () => {
  let workspace: ReturnType<typeof createSampleWorkspace>;
  let port: number;
  const launched: Launched[] = [];

  const launch = (...options: string[]): Launched => {
    const one = new Launched(workspace.folder, ['--port', String(port), ...options]);
    launched.push(one);
    return one;
  };
  const pidOf = async (name: string): Promise<number> => Number((await environmentOf(port, name))?.pid);
  const postgresPid = (): number =>
    Number(
      readFileSync(join(workspace.folder, '.data', 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
  const everyPid = async (): Promise<number[]> => [
    ...(await Promise.all(serviceNames.map(pidOf))),
    postgresPid(),
  ];
  const query = async (sql: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: (await environmentOf(port, 'order'))?.DATABASE_URL });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  beforeEach(async () => {
    workspace = createSampleWorkspace();
    port = await freePortRange();
  });

  afterEach(async () => {
    await Promise.all(launched.splice(0).map((one) => one.stop()));
    workspace.remove();
  });

  it('runs everything, says so, and leaves nothing running when it is stopped', async () => {
    const start = launch();
    await start.says('Partitura is ready');
    expect(start.output).toContain(`http://127.0.0.1:${port + 4}`);
    const pids = await everyPid();
    expect(new Set(pids).size).toBe(6);
    const names = await query('SELECT datname FROM pg_database');
    expect(names).toEqual(expect.arrayContaining(databaseNames.map((datname) => ({ datname }))));

    start.signal('SIGINT');
    await expect(start.ended()).resolves.toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('goes on with the data of the last run, unless told to forget them', async () => {
    const first = launch();
    await first.says('Partitura is ready');
    await query('CREATE TABLE kept (n int)');
    await first.stop();

    const second = launch();
    await second.says('Partitura is ready');
    await query('SELECT n FROM kept');
    await second.stop();

    const third = launch('--fresh');
    await third.says('Partitura is ready');
    await expect(query('SELECT n FROM kept')).rejects.toThrow(/does not exist/);
  });

  it('starts what dies again', async () => {
    const start = launch();
    await start.says('Partitura is ready');
    const before = await pidOf('payment');
    process.kill(before, 'SIGKILL');
    await until(
      () => `payment did not come back:\n${start.output}`,
      async () => ![before, NaN].includes(await pidOf('payment')),
    );
    expect(start.output).toContain('payment ended (SIGKILL)');

    const database = postgresPid();
    process.kill(database, 'SIGKILL');
    await start.says('Postgres has ended; starting it again');
    await until(
      () => `Postgres did not come back:\n${start.output}`,
      () => query('SELECT 1').then(Boolean, () => false),
    );
  });

  it('takes everything with it when it is killed', async () => {
    const start = launch();
    await start.says('Partitura is ready');
    const pids = await everyPid();
    start.signal('SIGKILL');
    await until(
      () => `still running: ${pids.filter(isAlive).join(', ')}`,
      () => !pids.some(isAlive),
    );

    const next = launch();
    await next.says('Partitura is ready');
  });

  it('lets no second launcher at the same data', async () => {
    const first = launch();
    await first.says('Partitura is ready');
    const second = launch('--port', String(await freePortRange()));
    await expect(second.ended()).resolves.toBe(2);
    expect(second.output).toMatch(/already runs with the data in .* PARTITURA_DATA_DIR=/s);
    expect((await everyPid()).every(isAlive)).toBe(true);
  });

  it('names a port that is in use, and the remedy', async () => {
    const other: Server = createServer().listen(port + 2, '127.0.0.1');
    try {
      const start = launch();
      await expect(start.ended()).resolves.toBe(1);
      expect(start.output).toContain(`port ${port + 2} (payment)`);
      expect(start.output).toContain('npm start -- --port');
    } finally {
      other.close();
    }
  });

  it('gives up, and stops the rest, when a service never starts', async () => {
    workspace.remove();
    workspace = createSampleWorkspace({ broken: 'shipping' });
    const start = launch();
    await expect(start.ended()).resolves.toBe(1);
    expect(start.output).toContain('shipping     Error: no such luck');
    expect(start.output).toContain('shipping does not start');
  });

  // Only root has to run Postgres as somebody else.
  if (process.getuid?.() === 0) {
    it('puts the data elsewhere, says where, and forgets them there too, when its folder is closed', async () => {
      workspace.remove();
      workspace = createSampleWorkspace({ closed: true });
      const first = launch();
      await first.says('Partitura is ready');
      const elsewhere = /its data is in (\S+)/.exec(first.output)?.[1] ?? '';
      expect(elsewhere).toContain('partitura-');
      await query('CREATE TABLE kept (n int)');
      await first.stop();

      const second = launch();
      await second.says('Partitura is ready');
      await query('SELECT n FROM kept');
      await second.stop();

      const third = launch('--fresh');
      await third.says('Partitura is ready');
      await expect(query('SELECT n FROM kept')).rejects.toThrow(/does not exist/);
      await third.stop();
      rmSync(elsewhere, { recursive: true });
    });
  }

  it('answers an unknown option with its usage', async () => {
    const start = launch('--bogus');
    await expect(start.ended()).resolves.toBe(2);
    expect(start.output).toContain("Unknown option '--bogus'");
  });
});

describe('npm start with a server of your own', () => {
  const serverUrl = process.env.TEST_POSTGRES_URL ?? '';
  const role = `limited_${process.pid}`;
  const asAdministrator = async (...statements: string[]): Promise<void> => {
    const client = new Client({ connectionString: serverUrl });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  let workspace: ReturnType<typeof createSampleWorkspace>;

  beforeEach(() => {
    workspace = createSampleWorkspace();
  });
  afterEach(() => workspace.remove());

  it('gives the statements to run to a role that may not create databases', async () => {
    await asAdministrator(`CREATE ROLE ${role} LOGIN PASSWORD 'secret'`);
    try {
      const url = new URL(serverUrl);
      url.username = role;
      url.password = 'secret';
      url.pathname = '/postgres';
      const start = new Launched(workspace.folder, [
        '--port',
        String(await freePortRange()),
        '--database',
        url.toString(),
      ]);
      await expect(start.ended()).resolves.toBe(1);
      for (const name of databaseNames)
        expect(start.output).toContain(`CREATE DATABASE ${name} OWNER "${role}";`);
      expect(start.output).not.toContain('secret');
    } finally {
      await asAdministrator(`DROP ROLE ${role}`);
    }
  });

  it('says when the server cannot be reached, without the password', async () => {
    const closed = await freePortRange();
    const start = new Launched(workspace.folder, [
      '--port',
      String(await freePortRange()),
      '--database',
      `postgresql://me:secret@127.0.0.1:${closed}/db`,
    ]);
    await expect(start.ended()).resolves.toBe(1);
    expect(start.output).toContain(`127.0.0.1:${closed}`);
    expect(start.output).toContain('cannot be reached');
    expect(start.output).not.toContain('secret');
  });
});
