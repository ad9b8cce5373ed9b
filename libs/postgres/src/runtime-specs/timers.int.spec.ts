import { type Runtime } from '@partitura/runtime';
import { completed, eventually, joinTestParticipant, tripModel } from '@partitura/testing';
import { openTestSite, type TestSite } from './test-runtime';

let site: TestSite;
beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => site.close());

async function open(model: string): Promise<Runtime> {
  const runtime = site.runtime();
  await runtime.deploy([{ name: 'trip.bpmn', content: model }]);
  await runtime.start();
  return runtime;
}

const start = (runtime: Runtime) => {
  const definition = runtime.registry.definitionById('trip-process');
  if (!definition) throw new Error('trip-process is not deployed.');
  return runtime.startSaga({ definition, variables: {} });
};

it('asks again after the backoff of the model, and waits as an incident when no attempt is left', async () => {
  const runtime = await open(tripModel({ retries: 2, backoff: 'PT0.05S' }));
  let broken = true;
  const hotel = await joinTestParticipant(site.bus, 'hotel', {
    'hotel.bookRoom': () => (broken ? { kind: 'failed', message: 'no line' } : completed),
  });
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed });
  const { sagaId } = await start(runtime);
  const incident = await eventually(async () => {
    const open = Object.values((await runtime.saga(sagaId))?.state?.incidents ?? {});
    expect(open).toMatchObject([{ type: 'JOB_NO_RETRIES', elementId: 'book', message: 'no line' }]);
    return open[0];
  });
  expect(hotel.requests.map(({ attempt, retries }) => [attempt, retries])).toEqual([
    [1, 2],
    [2, 1],
  ]);
  expect(new Set(hotel.requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  broken = false;
  await runtime.tell(sagaId, { kind: 'resolveIncident', incident: incident?.id ?? 0 });
  expect((await runtime.waitForEnd(sagaId, 15_000))?.status).toBe('completed');
  await Promise.all([hotel.close(), trip.close()]);
});

it('undoes the saga when a participant does not answer in time, and takes the job back', async () => {
  const runtime = await open(tripModel({ timeout: 'PT0.2S' }));
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => undefined });
  const { sagaId } = await start(runtime);
  expect(await runtime.waitForEnd(sagaId, 15_000)).toMatchObject({
    status: 'compensated',
    reason: { code: 'TIMEOUT' },
  });
  expect(hotel.requests[0]?.deadline).toBeDefined();
  await eventually(() =>
    expect(hotel.withdrawals).toMatchObject([{ jobType: 'hotel.bookRoom', elementId: 'book' }]),
  );
  await hotel.close();
});

it('fires a timer that became due while no runtime was there', async () => {
  const first = await open(tripModel({ timeout: 'PT0.3S' }));
  const { sagaId } = await start(first);
  await first.stop();
  const next = site.runtime();
  await next.start();
  expect(await next.waitForEnd(sagaId, 15_000)).toMatchObject({
    status: 'compensated',
    reason: { code: 'TIMEOUT' },
  });
});

it('wakes a saga for nothing once at most, and then at its next timer', async () => {
  const runtime = await open(tripModel({ timeout: 'PT0.4S' }));
  const hotel = await joinTestParticipant(site.bus, 'hotel', {
    'hotel.bookRoom': () => completed,
    'hotel.cancelRoom': () => completed,
  });
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => undefined });
  const { sagaId } = await start(runtime);
  await eventually(() => expect(trip.requests).toHaveLength(1));
  // The row still says when the first task would have timed out; the second one's timeout is later.
  expect(await runtime.waitForEnd(sagaId, 15_000)).toMatchObject({
    status: 'compensated',
    reason: { code: 'TIMEOUT' },
  });
  expect(hotel.requests.map(({ jobType }) => jobType)).toEqual(['hotel.bookRoom', 'hotel.cancelRoom']);
  const { rows } = await site.pool.query('SELECT next_due FROM partitura_engine.sagas WHERE saga_id = $1', [
    sagaId,
  ]);
  expect(rows).toEqual([{ next_due: null }]);
  await Promise.all([hotel.close(), trip.close()]);
});
