import { randomUUID } from 'node:crypto';
import { PartituraServer } from '@partitura/nest';
import {
  type Bus,
  type BusRecord,
  DEAD_LETTER_SUFFIX,
  messageTypes,
  type SagaEnded,
  topics,
} from '@partitura/runtime';
import { eventually } from '@partitura/testing';
import { orderService } from '../service';
import { sampleOrder } from '../testing/sample-order';
import { type ServiceUnderTest, startService } from '@partitura/nest-testing';
import { type OrderView } from './order-view';

let service: ServiceUnderTest;

beforeAll(async () => {
  service = await startService(orderService);
});

afterAll(() => service.stop());

interface Placed {
  readonly orderId: string;
  readonly sagaId: string;
}

const place = async (): Promise<Placed> =>
  (await service.http<Placed>('POST', '/orders', sampleOrder())).body;
const read = async ({ orderId }: Placed): Promise<OrderView> =>
  (await service.http<OrderView>('GET', `/orders/${orderId}`)).body;
const cancel = ({ orderId }: { orderId: string }) => service.http('POST', `/orders/${orderId}/cancel`);
const confirm = ({ orderId, sagaId }: Placed) =>
  service.orchestrator.ask('order.confirmOrder', { orderId }, { sagaId });
const fulfil = ({ sagaId }: Placed) => service.orchestrator.endSaga({ sagaId, state: 'completed' });
const untilFinal = (order: Placed): Promise<OrderView> =>
  eventually(async () => {
    const found = await read(order);
    expect(found.status).not.toBe('pending');
    return found;
  });
const prepareClosing = ({ orderId, sagaId }: Placed, code?: string) =>
  service.orchestrator.ask(
    'order.closeOrder',
    { orderId },
    {
      sagaId,
      compensates: { elementId: 'registerOrder', reason: code === undefined ? undefined : { code } },
    },
  );
/** Undoes the order's saga to its end. */
const close = async (order: Placed, code?: string): Promise<OrderView> => {
  expect(await prepareClosing(order, code)).toEqual({ kind: 'completed', variables: {} });
  await service.orchestrator.endSaga({ sagaId: order.sagaId, state: 'compensated' });
  return untilFinal(order);
};
const untilConfirmed = async (order: Placed): Promise<void> => {
  await confirm(order);
  await fulfil(order);
  await eventually(async () => expect(await read(order)).toMatchObject({ status: 'confirmed' }));
};
const eventsOf = ({ orderId }: Placed) =>
  service.orchestrator.events.filter(({ data }) => data.orderId === orderId).map(({ name }) => name);

/** What was set aside of the topic that the service listens to. */
const deadLetters = async () => {
  const received: BusRecord[] = [];
  const subscription = await service.app
    .get(PartituraServer)
    .unwrap<Bus>()
    .subscribe({
      group: randomUUID(),
      topics: [topics.journal + DEAD_LETTER_SUFFIX],
      handle: (records) => {
        received.push(...records);
        return Promise.resolve();
      },
    });
  return { received, leave: () => subscription.close() };
};

describe('POST /orders/{id}/cancel', () => {
  it('asks for the saga to be undone, once, and leaves the order pending until that is done', async () => {
    const order = await place();
    const { status, body } = await cancel(order);
    expect(status).toBe(202);
    expect(body).toMatchObject({ ...order, status: 'pending' });
    expect((await cancel(order)).status).toBe(202);
    const own = () => service.orchestrator.commands.filter(({ sagaId }) => sagaId === order.sagaId);
    await eventually(() => expect(own().length).toBeGreaterThan(0));
    expect(await read(order)).toMatchObject({ status: 'pending', reason: null });
    await close(order, 'CANCELLED_BY_CUSTOMER');
    expect(own()).toEqual([
      {
        type: messageTypes.sagaCompensationRequested,
        sagaId: order.sagaId,
        data: { sagaId: order.sagaId, reason: { code: 'CANCELLED_BY_CUSTOMER' } },
      },
    ]);
    await eventually(() =>
      expect(eventsOf(order)).toEqual(['OrderPlaced', 'OrderCancellationRequested', 'OrderCancelled']),
    );
  });

  it('answers 409 when the order is final', async () => {
    const [confirmed, closed] = [await place(), await place()];
    await untilConfirmed(confirmed);
    await close(closed, 'OUT_OF_STOCK');
    for (const order of [confirmed, closed]) {
      const { status, type } = await cancel(order);
      expect(status).toBe(409);
      expect(type).toContain('application/problem+json');
      expect(service.orchestrator.commands.some(({ sagaId }) => sagaId === order.sagaId)).toBe(false);
    }
  });

  it('answers 404 when there is no such order', async () => {
    expect((await cancel({ orderId: randomUUID() })).status).toBe(404);
    expect((await cancel({ orderId: 'nonsense' })).status).toBe(404);
  });

  it('waits for the confirmation that is under way, and answers 409 then', async () => {
    const order = await place();
    await confirm(order);
    const [cancelled] = await Promise.all([cancel(order), fulfil(order)]);
    expect(cancelled.status).toBe(409);
    expect(service.orchestrator.commands.some(({ sagaId }) => sagaId === order.sagaId)).toBe(false);
  });

  it('asks all the same when that confirmation does not end', async () => {
    const order = await place();
    await confirm(order);
    expect((await cancel(order)).status).toBe(202);
    await eventually(() =>
      expect(service.orchestrator.commands.some(({ sagaId }) => sagaId === order.sagaId)).toBe(true),
    );
    await close(order, 'CANCELLED_BY_CUSTOMER');
    expect(await read(order)).toMatchObject({ status: 'cancelled' });
  });
});

describe('confirming an order', () => {
  it('leaves it pending until its saga has ended, and makes it confirmed then', async () => {
    const order = await place();
    expect(await confirm(order)).toEqual({ kind: 'completed', variables: {} });
    expect(await read(order)).toMatchObject({ status: 'pending', reason: null });
    await fulfil(order);
    await eventually(async () =>
      expect(await read(order)).toMatchObject({ status: 'confirmed', reason: null }),
    );
    await eventually(() => expect(eventsOf(order)).toEqual(['OrderPlaced', 'OrderConfirmed']));
  });

  it('has no second effect when it is asked for, or told, again', async () => {
    const order = await place();
    await untilConfirmed(order);
    expect(await confirm(order)).toEqual({ kind: 'completed', variables: {} });
    await fulfil(order);
    await close(await place(), 'TIMEOUT');
    expect((await read(order)).history.map(({ what }) => what)).toEqual(['placed', 'confirmed']);
  });

  it('gives way to a cancellation that came first', async () => {
    const order = await place();
    await cancel(order);
    expect(await confirm(order)).toMatchObject({ kind: 'error', code: 'CANCELLED_BY_CUSTOMER' });
    expect(await read(order)).toMatchObject({ status: 'pending' });
  });

  it('never meets a cancellation halfway: one of the two wins', async () => {
    const orders = await Promise.all(Array.from({ length: 20 }, place));
    await Promise.all(
      orders.map(async (order) => {
        const confirming = async () => {
          const outcome = await confirm(order);
          if (outcome.kind === 'completed') await fulfil(order).then(() => untilFinal(order));
          return outcome;
        };
        const [cancelled, confirmed] = await Promise.all([cancel(order), confirming()]);
        const { status } = await read(order);
        if (cancelled.status === 202) {
          expect(confirmed).toMatchObject({ kind: 'error', code: 'CANCELLED_BY_CUSTOMER' });
          expect(status).toBe('pending');
        } else {
          expect(cancelled.status).toBe(409);
          expect(confirmed.kind).toBe('completed');
          expect(status).toBe('confirmed');
        }
      }),
    );
  });

  it('does not revive an order that was closed', async () => {
    const order = await place();
    await close(order, 'TIMEOUT');
    expect(await confirm(order)).toMatchObject({ kind: 'error', code: 'ORDER_CLOSED' });
    expect(await read(order)).toMatchObject({ status: 'failed' });
  });

  it('fails for an order that does not exist', async () => {
    const outcome = await confirm({ orderId: randomUUID(), sagaId: randomUUID() });
    expect(outcome).toMatchObject({ kind: 'failed' });
  });

  it('goes on past messages that nobody can read, and sets them aside', async () => {
    const order = await place();
    const { received, leave } = await deadLetters();
    await service.orchestrator.endSaga({ sagaId: order.sagaId, state: 'elsewhere' } as unknown as SagaEnded);
    await service.orchestrator.endSaga({ sagaId: randomUUID(), state: 'completed' });
    await service.orchestrator.endSaga({ sagaId: 'of another composition', state: 'completed' });
    await untilConfirmed(order);
    await eventually(() =>
      expect(received.map(({ headers }) => headers.partitura_reason)).toEqual([
        expect.stringContaining('state') as string,
      ]),
    );
    await leave();
  });
});

describe('closing an order whose saga was undone', () => {
  it.each([
    ['OUT_OF_STOCK', 'rejected', 'OrderRejected'],
    ['PAYMENT_DECLINED', 'rejected', 'OrderRejected'],
    ['ADDRESS_NOT_SERVED', 'rejected', 'OrderRejected'],
    ['CANCELLED_BY_CUSTOMER', 'cancelled', 'OrderCancelled'],
    ['TIMEOUT', 'failed', 'OrderFailed'],
    ['SOMETHING_ELSE', 'failed', 'OrderFailed'],
  ])('for %s makes it %s', async (code, status, event) => {
    const order = await place();
    expect(await close(order, code)).toMatchObject({ status, reason: code });
    await eventually(() => expect(eventsOf(order)).toEqual(['OrderPlaced', event]));
  });

  it('leaves it pending until the saga has ended', async () => {
    const order = await place();
    await prepareClosing(order, 'OUT_OF_STOCK');
    expect(await read(order)).toMatchObject({ status: 'pending', reason: null });
    expect(await confirm(order)).toMatchObject({ kind: 'error', code: 'ORDER_CLOSED' });
  });

  it('without a reason makes it failed', async () => {
    expect(await close(await place())).toMatchObject({ status: 'failed', reason: 'UNDONE' });
  });

  it('makes it failed when its saga was stopped from outside', async () => {
    const order = await place();
    await service.orchestrator.endSaga({ sagaId: order.sagaId, state: 'cancelled' });
    expect(await untilFinal(order)).toMatchObject({ status: 'failed', reason: 'UNDONE' });
  });

  it('changes nothing when it was closed before', async () => {
    const order = await place();
    await close(order, 'OUT_OF_STOCK');
    expect(await close(order, 'TIMEOUT')).toMatchObject({ status: 'rejected', reason: 'OUT_OF_STOCK' });
  });

  it('takes back a confirmation that was prepared and did not count', async () => {
    const order = await place();
    await confirm(order);
    expect(await close(order, 'TIMEOUT')).toMatchObject({ status: 'failed', reason: 'TIMEOUT' });
  });

  it('never changes an order that is confirmed', async () => {
    const order = await place();
    await untilConfirmed(order);
    expect(await close(order, 'TIMEOUT')).toMatchObject({ status: 'confirmed', reason: null });
  });

  it('has nothing to do for an order that does not exist', async () => {
    const nobodys = { orderId: randomUUID(), sagaId: randomUUID() };
    expect(await prepareClosing(nobodys, 'TIMEOUT')).toMatchObject({ kind: 'completed' });
  });
});
