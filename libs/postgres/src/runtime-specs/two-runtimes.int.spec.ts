import type { Runtime } from '@partitura/runtime';
import {
  clockModel,
  completed,
  eventually,
  joinTestParticipant,
  models,
  tripModel,
} from '@partitura/testing';
import { begin } from './begin';
import { openTestSite, type TestSite } from './test-runtime';

let site: TestSite;
beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => site.close());

const SAGAS = 60;

async function startTrips(runtimes: readonly Runtime[], count: number): Promise<string[]> {
  const started = await Promise.all(
    Array.from({ length: count }, (_, i) => {
      const runtime = runtimes[i % runtimes.length] as Runtime;
      const definition = runtime.registry.definitionById('trip-process');
      if (!definition) throw new Error('trip-process is not deployed.');
      return runtime.startSaga({ definition, variables: { i } });
    }),
  );
  return started.map(({ sagaId }) => sagaId);
}

async function open(): Promise<[Runtime, Runtime]> {
  const one = site.runtime({ bus: site.openBus() });
  const two = site.runtime({ bus: site.openBus() });
  await one.deploy([{ name: 'trip.bpmn', content: tripModel({ backoff: 'PT0.02S' }) }]);
  await Promise.all([one.start(), two.start()]);
  return [one, two];
}

it('runs sagas on two runtimes over one store, each attempt of each job asked for once', async () => {
  const runtimes = await open();
  const failed = new Set<string>();
  const hotel = await joinTestParticipant(site.bus, 'hotel', {
    'hotel.bookRoom': ({ jobKey, attempt }) => {
      if (attempt > 1) return completed;
      failed.add(jobKey);
      return { kind: 'failed', message: 'the line is busy' };
    },
  });
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed });
  const sagaIds = await startTrips(runtimes, SAGAS);
  // Asked where they may not have been started, nor end.
  const ends = await Promise.all(
    sagaIds.map((id, i) => (runtimes[(i + 1) % 2] as Runtime).waitForEnd(id, 30_000)),
  );
  expect(ends.map((state) => state?.status)).toEqual(Array(SAGAS).fill('completed'));
  expect(failed.size).toBe(SAGAS);
  const attempts = [...hotel.requests, ...trip.requests].map(({ jobKey, attempt }) => `${jobKey} ${attempt}`);
  expect(attempts).toHaveLength(SAGAS * 3);
  expect(new Set(attempts).size).toBe(SAGAS * 3);
  await Promise.all([hotel.close(), trip.close()]);
});

it('loses nothing when one of two runtimes stops in the middle', async () => {
  const [one, two] = await open();
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => completed });
  const sagaIds = await startTrips([one, two], SAGAS);
  await eventually(() => expect(hotel.requests.length).toBeGreaterThan(SAGAS / 3));
  await one.stop();
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed });
  const ends = await Promise.all(sagaIds.map((id) => two.waitForEnd(id, 30_000)));
  expect(ends.map((state) => state?.status)).toEqual(Array(SAGAS).fill('completed'));
  await Promise.all([hotel.close(), trip.close()]);
});

it('lets the other runtime go on with a saga that both have in memory', async () => {
  const [one, two] = await open();
  const [sagaId] = (await startTrips([one], 1)) as [string];
  // Whichever runtime takes the answer in, the other one's copy falls behind; a refusal by it must be checked.
  await Promise.all([one.tell(sagaId, { kind: 'fireTimers' }), two.tell(sagaId, { kind: 'fireTimers' })]);
  expect(await one.tell(sagaId, { kind: 'compensateSaga', reason: { code: 'ENOUGH' } })).toMatchObject({
    saga: { status: 'compensated' },
  });
  expect(await two.tell(sagaId, { kind: 'compensateSaga', reason: { code: 'AGAIN' } })).toMatchObject({
    refusal: { code: 'INVALID_STATE' },
    saga: { status: 'compensated' },
  });
});

it('begins one saga per due time of a timer start event, however many runtimes look', async () => {
  const [one] = await open();
  const { scores } = await one.deploy([{ name: 'clock.bpmn', content: clockModel('R3/PT0.1S') }]);
  const begun = async () => {
    const { rows } = await site.pool.query<{ status: string }>(
      'SELECT status FROM partitura_engine.sagas WHERE score = $1',
      [scores[0]?.key],
    );
    return rows.map(({ status }) => status);
  };
  await eventually(async () => expect(await begun()).toEqual(['completed', 'completed', 'completed']));
  const { rows } = await site.pool.query('SELECT * FROM partitura_engine.start_timers');
  expect(rows).toEqual([]);
});

it('begins one saga per correlation key and reaches a subscription once, however many runtimes look', async () => {
  const { catchEvent, messageElement, sequence, serviceTask, startEvent } = models;
  const [one, two] = await open();
  const begins = sequence(
    'order',
    [startEvent(['message', 'Paid']), serviceTask('work', 'order.work')],
    messageElement('Paid'),
  );
  // The boundary event stays: without the delivery's row both runtimes could give it the same message.
  const listens = sequence(
    'bill',
    [
      startEvent(),
      `${serviceTask('work', 'bill.work')}<bpmn:boundaryEvent id="note" attachedToRef="work" cancelActivity="false"><bpmn:messageEventDefinition messageRef="m-Paid" /></bpmn:boundaryEvent><bpmn:sequenceFlow id="fn" sourceRef="note" targetRef="noted" />${catchEvent('noted', ['message', 'Never'])}`,
    ],
    messageElement('Paid', '=key') + messageElement('Never', '=key'),
  );
  await one.deploy([begins, listens].map((content, i) => ({ name: `${i}.bpmn`, content })));
  await two.registry.refresh();
  const bills = await Promise.all(
    Array.from({ length: 10 }, (_, i) => begin(i % 2 ? one : two, 'bill', { key: `k-${i}` })),
  );
  const messages = Array.from({ length: 40 }, (_, i) => `k-${i % 10}`);
  await Promise.all(
    messages.map((key, i) => (i % 2 ? one : two).publish({ name: 'Paid', key, variables: { i } })),
  );
  await eventually(async () => {
    const states = await Promise.all(bills.map(({ sagaId }) => one.saga(sagaId)));
    expect(states.map((saga) => Object.keys(saga?.state?.elements ?? {}).length)).toEqual(Array(10).fill(5));
  });
  const { rows } = await site.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM partitura_engine.sagas WHERE state LIKE '%"process":"order"%'`,
  );
  expect(rows).toEqual([{ count: 10 }]);
  const delivered = await site.pool.query(`SELECT FROM partitura_engine.deliveries WHERE receiver = 'bill'`);
  expect(delivered.rowCount).toBe(40);
});
