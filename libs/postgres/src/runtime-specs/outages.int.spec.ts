import { type Bus, BusUnavailableError, type Runtime, StoreUnavailableError } from '@partitura/runtime';
import { completed, eventually, FaultyProxy, joinTestParticipant, tripModel } from '@partitura/testing';
import { Pool } from 'pg';
import { createSagaStore } from '../saga-store/postgres-saga-store';
import { createScoreStore } from '../score-store/postgres-score-store';
import { openTestSite, type TestSite } from './test-runtime';

let site: TestSite;
beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => site.close());

const start = (runtime: Runtime) => {
  const definition = runtime.registry.definitionById('trip-process');
  if (!definition) throw new Error('trip-process is not deployed.');
  return runtime.startSaga({ definition, variables: {} });
};

/** A bus that a test lets take messages or not; everything else is the real one's. */
function fragile(bus: Bus) {
  const state = { away: false, failures: 0 };
  const publish: Bus['publish'] = (messages) => {
    if (!state.away) return bus.publish(messages);
    state.failures += 1;
    return Promise.reject(new BusUnavailableError('The broker is away in this test.'));
  };
  const wrapped: Bus = {
    publish,
    ensureTopics: (topics) => bus.ensureTopics(topics),
    subscribe: (options) => bus.subscribe(options),
    groupMembers: (group) => bus.groupMembers(group),
    health: () => bus.health(),
    close: () => bus.close(),
  };
  return { bus: wrapped, state };
}

it('goes on without the bus and sends everything in order when it is back', async () => {
  const { bus, state } = fragile(site.bus);
  const runtime = site.runtime({ bus, sweepAfterMs: 3_600_000 });
  await runtime.deploy([{ name: 'trip.bpmn', content: tripModel() }]);
  await runtime.start();
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => undefined });
  state.away = true;
  const started = [];
  for (let i = 0; i < 5; i++) started.push((await start(runtime)).sagaId);
  const [first] = started as [string];
  await runtime.tell(first, { kind: 'compensateSaga', reason: { code: 'ENOUGH' } });
  expect(state.failures).toBeGreaterThan(0);
  expect(hotel.requests).toEqual([]);
  state.away = false;
  await eventually(() => expect(hotel.requests).toHaveLength(5));
  await eventually(() => expect(hotel.withdrawals).toHaveLength(1));
  // P3: the job's request before its withdrawal.
  const records = await site.listen('hotel.commands');
  await eventually(() => {
    const types = records.filter(({ key }) => key === first).map(({ headers }) => headers.ce_type);
    expect(types).toEqual(['io.partitura.job.requested.v1', 'io.partitura.job.withdrawn.v1']);
  });
  await eventually(async () =>
    expect((await site.pool.query('SELECT FROM partitura_engine.outbox')).rowCount).toBe(0),
  );
  await hotel.close();
});

it('sends what a runtime has left in the outbox when it died', async () => {
  const { bus, state } = fragile(site.bus);
  const dying = site.runtime({ bus, sweepAfterMs: 3_600_000 });
  await dying.deploy([{ name: 'trip.bpmn', content: tripModel() }]);
  await dying.start();
  state.away = true;
  const { sagaId } = await start(dying);
  await dying.stop();
  expect((await site.pool.query('SELECT FROM partitura_engine.outbox')).rowCount).toBe(1);
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => completed });
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed });
  const next = site.runtime({ sweepAfterMs: 0, sweepEveryMs: 50 });
  await next.start();
  expect((await next.waitForEnd(sagaId, 15_000))?.status).toBe('completed');
  await Promise.all([hotel.close(), trip.close()]);
});

it('waits for a database that goes away, tells callers so, and loses nothing', async () => {
  const { hostname: host, port } = new URL(site.url);
  const proxy = await FaultyProxy.to({ host, port: Number(port) });
  const url = new URL(site.url);
  url.port = String(proxy.port);
  const pool = new Pool({ connectionString: url.href, max: 6 });
  pool.on('error', () => undefined);
  const runtime = site.runtime({ store: createSagaStore(pool), scores: createScoreStore(pool) });
  await runtime.deploy([{ name: 'trip.bpmn', content: tripModel() }]);
  await runtime.start();
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => undefined });
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed });
  const started = await Promise.all(Array.from({ length: 10 }, () => start(runtime)));
  await eventually(() => expect(hotel.requests).toHaveLength(10));
  await proxy.cut();
  for (const { sagaId, jobKey, attempt, elementId } of hotel.requests)
    await site.send('orchestrator.replies', 'io.partitura.job.answered.v1', sagaId, {
      jobKey,
      attempt,
      elementId,
      outcome: completed,
    });
  await expect(start(runtime)).rejects.toBeInstanceOf(StoreUnavailableError);
  await eventually(() => expect(runtime.problems.database).toContain('DATABASE_URL'));
  await proxy.mend();
  const ends = await Promise.all(started.map(({ sagaId }) => runtime.waitForEnd(sagaId, 30_000)));
  expect(ends.map((state) => state?.status)).toEqual(Array(10).fill('completed'));
  expect(runtime.problems).toEqual({});
  await Promise.all([hotel.close(), trip.close()]);
  await runtime.stop();
  await pool.end();
  await proxy.cut();
});

it('goes on with sagas in flight after a restart', async () => {
  const first = site.runtime();
  await first.deploy([{ name: 'trip.bpmn', content: tripModel() }]);
  await first.start();
  const { sagaId } = await start(first);
  await first.stop();
  const next = site.runtime();
  await next.start();
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => completed });
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed });
  expect((await next.waitForEnd(sagaId, 15_000))?.status).toBe('completed');
  await Promise.all([hotel.close(), trip.close()]);
});
