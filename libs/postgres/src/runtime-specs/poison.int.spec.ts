import { EVENT_TYPE_PREFIX, messageTypes, type Runtime } from '@partitura/runtime';
import { completed, eventually, joinTestParticipant, tripModel } from '@partitura/testing';
import { openTestSite, type TestSite } from './test-runtime';

let site: TestSite;
beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => site.close());

async function open(options: Parameters<TestSite['runtime']>[0] = {}): Promise<Runtime> {
  const runtime = site.runtime(options);
  await runtime.deploy([{ name: 'trip.bpmn', content: tripModel() }]);
  await runtime.start();
  return runtime;
}

const start = (runtime: Runtime, variables = {}) => {
  const definition = runtime.registry.definitionById('trip-process');
  if (!definition) throw new Error('trip-process is not deployed.');
  return runtime.startSaga({ definition, variables });
};

it('puts records aside that cannot be understood, with the reason, and goes on (P9)', async () => {
  const runtime = await open();
  const letters = await site.listen('orchestrator.replies.dlq');
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => completed });
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed });
  const { topic, key } = { topic: 'orchestrator.replies', key: 'somebody' };
  await site.bus.publish([
    {
      topic,
      key,
      value: 'not JSON',
      headers: { ce_specversion: '1.0', ce_id: '1', ce_source: '/x', ce_type: 'x' },
    },
    { topic, key, value: '{}', headers: {} },
  ]);
  await site.send(topic, 'io.example.unknown', key, {});
  await site.send(topic, messageTypes.jobAnswered, key, { jobKey: 'x', attempt: 1 });
  const { sagaId } = await start(runtime);
  expect((await runtime.waitForEnd(sagaId, 15_000))?.status).toBe('completed');
  await eventually(() => expect(letters).toHaveLength(4));
  const reasons = letters.map(({ headers }) => headers.partitura_reason);
  expect(reasons.some((reason) => reason?.includes('not JSON'))).toBe(true);
  expect(reasons.some((reason) => reason?.includes('ce_specversion is missing'))).toBe(true);
  expect(reasons.some((reason) => reason?.includes('io.example.unknown'))).toBe(true);
  expect(letters.every(({ headers }) => headers.partitura_topic === topic)).toBe(true);
  await Promise.all([hotel.close(), trip.close()]);
});

it('makes an incident of an answer that breaks its schema', async () => {
  const runtime = await open();
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => undefined });
  const { sagaId } = await start(runtime);
  await eventually(() => expect(hotel.requests).toHaveLength(1));
  const { jobKey, attempt } = hotel.requests[0] ?? {};
  await site.send('orchestrator.replies', messageTypes.jobAnswered, sagaId, {
    jobKey,
    attempt,
    outcome: 'fine',
  });
  await eventually(async () => {
    const saga = await runtime.saga(sagaId);
    expect(Object.values(saga?.state?.incidents ?? {})).toMatchObject([
      { type: 'IO_MAPPING', elementId: 'book' },
    ]);
  });
  await hotel.close();
});

it('refuses an answer that comes late, or for another attempt (P1, P6)', async () => {
  const runtime = await open();
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => undefined });
  const { sagaId } = await start(runtime);
  await eventually(() => expect(hotel.requests).toHaveLength(1));
  const { jobKey, elementId } = hotel.requests[0] ?? {};
  const answer = (attempt: number) =>
    site.send('orchestrator.replies', messageTypes.jobAnswered, sagaId, {
      jobKey,
      elementId,
      attempt,
      outcome: completed,
    });
  await answer(2);
  expect(await runtime.tell(sagaId, { kind: 'compensateSaga', reason: { code: 'ENOUGH' } })).toMatchObject({
    saga: { status: 'compensated' },
  });
  await answer(1);
  await eventually(() => expect(hotel.withdrawals).toHaveLength(1));
  await eventually(async () => expect((await runtime.saga(sagaId))?.state?.withdrawals).toEqual({}));
  expect(hotel.requests.map(({ jobType }) => jobType)).toEqual(['hotel.bookRoom']);
  await hotel.close();
});

it('waits as an incident instead of sending a command that the bus would not take', async () => {
  const runtime = await open({ maxMessageBytes: 2000 });
  const { sagaId } = await start(runtime, { letter: 'x'.repeat(3000) });
  const saga = await runtime.saga(sagaId);
  expect(Object.values(saga?.state?.incidents ?? {})).toMatchObject([
    { type: 'MESSAGE_SIZE', elementId: 'book' },
  ]);
});

it('parks a saga whose score is gone, and no other', async () => {
  const runtime = await open();
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => completed });
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed });
  const orphan = await start(runtime);
  await runtime.waitForEnd(orphan.sagaId, 15_000);
  await site.pool.query(
    `UPDATE partitura_engine.sagas SET score = '1', status = 'active', ended_at = NULL WHERE saga_id = $1`,
    [orphan.sagaId],
  );
  const asked = [runtime.tell(orphan.sagaId, { kind: 'cancelSaga' }), start(runtime)] as const;
  await expect(asked[0]).rejects.toThrow(/not deployed here/);
  const { sagaId } = await asked[1];
  expect((await runtime.waitForEnd(sagaId, 15_000))?.status).toBe('completed');
  await Promise.all([hotel.close(), trip.close()]);
});

it('refuses alone what the store cannot keep', async () => {
  const runtime = await open();
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => completed });
  const definition = runtime.registry.definitionById('trip-process');
  if (!definition) throw new Error('trip-process is not deployed.');
  const results = await Promise.allSettled([
    runtime.startSaga({ definition, variables: {}, sagaId: 'fine-1' }),
    runtime.startSaga({ definition, variables: {}, sagaId: 'zero \u0000 character' }),
    runtime.startSaga({ definition, variables: {}, sagaId: 'fine-2' }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await hotel.close();
});

it('names participants of which no process is there, and the jobs that wait for them', async () => {
  const runtime = await open();
  await start(runtime);
  await eventually(() =>
    expect(runtime.participants.absent).toEqual([
      { participant: 'hotel', jobsWaiting: 1 },
      { participant: 'trip', jobsWaiting: 0 },
    ]),
  );
});

it('begins another saga when a saga throws a message that starts one', async () => {
  const runtime = await open();
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => undefined });
  await site.send(
    'trip.events',
    `${EVENT_TYPE_PREFIX}TripBooked`,
    'thrower',
    {},
    { source: '/partitura/orchestrator' },
  );
  await eventually(() => expect(hotel.requests).toHaveLength(1));
  expect(hotel.requests[0]?.sagaId).not.toBe('thrower');
  expect(await runtime.saga('thrower')).toBeUndefined();
  await hotel.close();
});
