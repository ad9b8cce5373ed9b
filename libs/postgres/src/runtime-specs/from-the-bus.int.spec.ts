import { EVENT_TYPE_PREFIX, messageTypes, type Runtime } from '@partitura/runtime';
import {
  completed,
  eventually,
  joinTestParticipant,
  shopModel,
  type TestParticipant,
  tripModel,
} from '@partitura/testing';
import { openTestSite, type TestSite } from './test-runtime';

let site: TestSite;
let runtime: Runtime;
let hotel: TestParticipant;
let trip: TestParticipant;

beforeEach(async () => {
  site = await openTestSite();
  runtime = site.runtime();
  await runtime.deploy([
    { name: 'trip.bpmn', content: tripModel() },
    { name: 'shop.bpmn', content: shopModel() },
  ]);
  await runtime.start();
  hotel = await joinTestParticipant(site.bus, 'hotel', {
    'hotel.bookRoom': () => completed,
    'hotel.cancelRoom': () => completed,
  });
  trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed });
});
afterEach(async () => {
  await Promise.all([hotel.close(), trip.close()]);
  await site.close();
});

const booked = (sagaId: string) =>
  site.send('trip.events', `${EVENT_TYPE_PREFIX}TripBooked`, sagaId, { city: 'Ghent' });

it('begins a saga at a message start event, once per saga id (P1)', async () => {
  await booked('trip-1');
  await booked('trip-1');
  expect((await runtime.waitForEnd('trip-1', 15_000))?.status).toBe('completed');
  await booked('trip-1');
  await booked('trip-2');
  expect((await runtime.waitForEnd('trip-2', 15_000))?.status).toBe('completed');
  expect(hotel.requests.map(({ sagaId }) => sagaId)).toEqual(['trip-1', 'trip-2']);
  expect(hotel.requests[0]?.idempotencyKey).toMatch(/^trip-1\/book\/\d+$/);
});

it('undoes a saga at once when the request to undo it has overtaken its start (P6)', async () => {
  await site.send('orchestrator.commands', messageTypes.sagaCompensationRequested, 'trip-1', {
    sagaId: 'trip-1',
    reason: { code: 'CANCELLED_BY_CUSTOMER' },
  });
  await eventually(async () => expect(await runtime.saga('trip-1')).toMatchObject({ status: 'tombstone' }));
  await booked('trip-1');
  const end = await runtime.waitForEnd('trip-1', 15_000);
  expect(end).toMatchObject({ status: 'compensated', reason: { code: 'CANCELLED_BY_CUSTOMER' } });
  expect(hotel.requests.filter(({ jobType }) => jobType === 'hotel.cancelRoom')).toEqual([]);
});

it('cancels a saga at once when the request has overtaken its start', async () => {
  await site.send('orchestrator.commands', messageTypes.sagaCancellationRequested, 'trip-1', {
    sagaId: 'trip-1',
  });
  await eventually(async () => expect(await runtime.saga('trip-1')).toMatchObject({ status: 'tombstone' }));
  await booked('trip-1');
  expect((await runtime.waitForEnd('trip-1', 15_000))?.status).toBe('cancelled');
});

it('leaves domain events that no model waits for alone', async () => {
  await site.send('trip.events', `${EVENT_TYPE_PREFIX}SomethingElse`, 'trip-1', { city: 'Ghent' });
  await booked('trip-2');
  await runtime.waitForEnd('trip-2', 15_000);
  expect(await runtime.saga('trip-1')).toBeUndefined();
});

describe('a message from outside', () => {
  const startShop = (orderId: string) => {
    const definition = runtime.registry.definitionById('shop-process');
    if (!definition) throw new Error('shop-process is not deployed.');
    return runtime.startSaga({ definition, variables: { orderId } });
  };
  const paid = (orderId: string, amount: number, more = {}) =>
    site.send(
      'shop.events',
      `${EVENT_TYPE_PREFIX}Paid`,
      `payment of ${orderId}`,
      { amount },
      {
        extensions: { correlationkey: orderId, ...more },
      },
    );
  const variables = async (sagaId: string) => {
    const end = await runtime.waitForEnd(sagaId, 15_000);
    return Object.values(end?.instances ?? {}).map((instance) => instance.variables);
  };

  it('reaches the saga that waits for it', async () => {
    const { sagaId } = await startShop('o-1');
    await paid('o-1', 5);
    expect(await variables(sagaId)).toEqual([{ orderId: 'o-1', amount: 5 }]);
  });

  it('waits for the saga when it comes first', async () => {
    await paid('o-1', 7);
    const buffered = async () => (await site.pool.query('SELECT FROM partitura_engine.messages')).rowCount;
    await eventually(async () => expect(await buffered()).toBe(1));
    const { sagaId } = await startShop('o-1');
    expect(await variables(sagaId)).toEqual([{ orderId: 'o-1', amount: 7 }]);
    // It stays until its time-to-live ends, for processes that have not had it.
    expect(await buffered()).toBe(1);
    const next = await startShop('o-1');
    await paid('o-2', 1);
    await variables((await startShop('o-2')).sagaId);
    expect(await runtime.saga(next.sagaId)).toMatchObject({ status: 'active' });
  });

  it('is forgotten when its time-to-live has ended', async () => {
    await paid('o-1', 1, { timetolive: 'PT0S' });
    await paid('o-2', 2);
    await eventually(async () =>
      expect((await site.pool.query('SELECT FROM partitura_engine.messages')).rowCount).toBe(2),
    );
    const [one, two] = [await startShop('o-1'), await startShop('o-2')];
    await variables(two.sagaId);
    expect(await runtime.saga(one.sagaId)).toMatchObject({ status: 'active' });
  });

  it('is taken once, however often it is delivered (P1)', async () => {
    const [record] = [{ id: 'the-same', extensions: { correlationkey: 'o-1' } }];
    const send = () => site.send('shop.events', `${EVENT_TYPE_PREFIX}Paid`, 'x', { amount: 1 }, record);
    await send();
    const first = await startShop('o-1');
    await variables(first.sagaId);
    const second = await startShop('o-1');
    await send();
    await paid('o-2', 2);
    const other = await startShop('o-2');
    await variables(other.sagaId);
    expect(await runtime.saga(second.sagaId)).toMatchObject({ status: 'active' });
  });
});
