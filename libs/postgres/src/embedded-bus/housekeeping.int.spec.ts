import { type Bus } from '@partitura/runtime';
import { createTestDatabase, eventually, FaultyProxy, type TestDatabase } from '@partitura/testing';
import { Client, type QueryResultRow } from 'pg';
import { createEmbeddedBus } from './embedded-bus';
import { GroupMember } from './group-member';
import { LogDatabase } from './log-database';
import { Retention } from './retention';

let database: TestDatabase;
let admin: Client;
const open: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  admin = new Client({ connectionString: database.url });
  await admin.connect();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
  await admin.end();
  await database.drop();
});

const openBus = () => {
  const bus = createEmbeddedBus({ url: database.url, heartbeatMs: 100 });
  open.push(bus);
  return bus;
};
const openLog = () => {
  const log = new LogDatabase({ url: database.url, name: 'test', partitions: 4, queryTimeoutMs: 5_000 });
  open.push(log);
  return log;
};
const rows = async <R extends QueryResultRow>(sql: string): Promise<R[]> => (await admin.query<R>(sql)).rows;
const join = (bus: Bus, group: string, got: string[] = []) =>
  bus.subscribe({
    group,
    topics: ['t'],
    handle: (records) => Promise.resolve(void got.push(...records.map(({ value }) => value))),
  });
const readOne = async (bus: Bus, group: string) => {
  const got: string[] = [];
  const subscription = await join(bus, group, got);
  await eventually(() => expect(got).toHaveLength(1));
  await subscription.close();
};
const messages = (value: string) => [{ topic: 't', key: 'a', value, headers: {} }];

it('goes on when an administrator ends its connections', async () => {
  const bus = openBus();
  const got: string[] = [];
  await join(bus, 'g', got);
  await bus.publish(messages('1'));
  await rows(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  await bus.publish(messages('2'));
  await eventually(() => expect(got).toEqual(expect.arrayContaining(['1', '2'])));
  await eventually(() => expect(bus.health()).toEqual({ up: true }));
});

it('notices a server that hangs, and goes on with a new connection when it answers again', async () => {
  const url = new URL(database.url);
  const proxy = await FaultyProxy.to({ host: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  const bus = createEmbeddedBus({ url: url.href, heartbeatMs: 100, sendTimeoutMs: 400 });
  open.push({ close: () => proxy.cut() }, bus);
  await bus.publish(messages('before'));
  proxy.stall();
  await expect(bus.publish(messages('lost?'))).rejects.toMatchObject({ retryable: true });
  await eventually(() => expect(bus.health()).toMatchObject({ up: false }));
  await proxy.mend();
  await eventually(() => bus.publish(messages('after')));
  await eventually(() => expect(bus.health()).toEqual({ up: true }));
});

it('deletes rows that every group has read when they are old enough, and no others', async () => {
  const bus = openBus();
  await join(bus, 'slow').then((slow) => slow.close());
  await bus.publish(messages('1'));
  await bus.publish(messages('2').map((message) => ({ ...message, topic: 't.dlq' })));
  await readOne(bus, 'quick');
  // Its own retention holds the janitor's lock.
  await bus.close();

  const log = openLog();
  await log.ready();
  const retention = new Retention({ database: log, readRetentionMs: 60_000, maxAgeMs: 3_600_000 });
  const count = async () => (await rows('SELECT 1 FROM partitura_bus.batch')).length;
  const now = Date.now();
  await eventually(async () => {
    await retention.sweep(now);
    expect(await rows(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory'`)).not.toEqual([]);
  });
  await retention.sweep(now + 120_000);
  expect(await count()).toBe(2);

  await readOne(openBus(), 'slow');
  await retention.sweep(now + 240_000);
  expect(await count()).toBe(2);
  await retention.sweep(now + 300_000);
  // What is left is the dead letter, which nobody has read.
  expect(await count()).toBe(1);
});

it('does not let a member that was taken for dead move the positions of its successor', async () => {
  const log = openLog();
  const topics = await log.findTopics(['t']);
  const member = () =>
    new GroupMember({
      database: log,
      group: 'g',
      topics,
      sessionTimeoutMs: 60_000,
      heartbeatMs: 60_000,
      onRebalanceDue: () => undefined,
    });
  const [old, successor] = [member(), member()];
  await old.join();
  expect(await old.rebalance()).toHaveLength(4);
  old.stop();
  await rows(`UPDATE partitura_bus.member SET seen_at = seen_at - interval '1 hour'`);
  await successor.join();
  expect(await successor.rebalance()).toHaveLength(4);

  for (const claim of old.owned.values()) claim.positions.set(1, 99);
  await old.store([...old.owned.keys()]);
  expect(old.owned.size).toBe(0);
  expect(await rows(`SELECT DISTINCT positions FROM partitura_bus.claim`)).toEqual([{ positions: '{}' }]);
  await successor.leave();
});

it('names the remedy when a newer release has written the database', async () => {
  const log = openLog();
  await log.ready();
  await rows(`INSERT INTO partitura_bus.schema_versions (version, name) VALUES (1000, 'from the future')`);
  const bus = openBus();
  await expect(bus.publish(messages('1'))).rejects.toThrow(/newer/);
  expect(bus.health()).toMatchObject({ up: false, reason: expect.stringMatching(/newer/) as string });
});

it('refuses a text that Postgres cannot store without holding up the others', async () => {
  const bus = openBus();
  const refused = bus.publish(messages('a\0b'));
  const stored = bus.publish(messages('ab'));
  await expect(refused).rejects.toThrow();
  await stored;
});
