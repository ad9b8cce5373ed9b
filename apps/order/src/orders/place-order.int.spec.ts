import { orderPlaced, received } from '@partitura/contracts';
import { eventually } from '@partitura/testing';
import { version } from 'uuid';
import { orderService } from '../service';
import { sampleOrder } from '../testing/sample-order';
import { type ServiceUnderTest, startService } from '@partitura/nest-testing';
import { HistoryEntry } from './history-entry.entity';
import { Order } from './order.entity';

let service: ServiceUnderTest;

beforeAll(async () => {
  service = await startService(orderService);
});

afterAll(() => service.stop());

const place = (body: unknown, headers?: Record<string, string>) =>
  service.http<{ orderId: string; sagaId: string }>('POST', '/orders', body, headers);

const placedEvents = () => service.orchestrator.events.filter(({ name }) => name === 'OrderPlaced');

const events = async (orderId: string) =>
  eventually(() => {
    const found = placedEvents().filter(({ data }) => data.orderId === orderId);
    if (found.length === 0) throw new Error('OrderPlaced was not published.');
    return found;
  });

describe('POST /orders', () => {
  it('accepts an order and tells where to follow it', async () => {
    const { status, body } = await place(sampleOrder());
    expect(status).toBe(202);
    const { orderId, sagaId } = body;
    expect(body).toEqual({
      orderId,
      sagaId,
      status: 'pending',
      links: { self: `/orders/${orderId}`, cancel: `/orders/${orderId}/cancel` },
    });
    expect(version(sagaId)).toBe(7);
    expect(sagaId).not.toBe(orderId);
  });

  it('publishes what begins the saga, once, with the catalogue’s prices', async () => {
    const items = [
      { sku: 'sku-1', quantity: 2 },
      { sku: 'sku-100', quantity: 1 },
    ];
    const { body } = await place(sampleOrder({ items, customerId: 'published' }));
    const { orderId, sagaId } = body;
    const found = await events(orderId);
    expect(found).toHaveLength(1);
    expect(found[0]?.sagaId).toBe(sagaId);
    expect(received(orderPlaced, found[0]?.data)).toEqual({
      ...sampleOrder({ customerId: 'published' }),
      orderId,
      items: [
        { sku: 'sku-1', quantity: 2, unitPrice: { amount: 199, currency: 'EUR' } },
        { sku: 'sku-100', quantity: 1, unitPrice: { amount: 5149, currency: 'EUR' } },
      ],
      total: { amount: 2 * 199 + 5149, currency: 'EUR' },
    });
  });

  it('leaves neither order nor event when the event cannot be written', async () => {
    await service.dataSource.query(
      `ALTER TABLE partitura.outbox ADD CONSTRAINT broken CHECK (saga_id = '') NOT VALID`,
    );
    try {
      expect((await place(sampleOrder({ customerId: 'half' }))).status).toBe(500);
    } finally {
      await service.dataSource.query(`ALTER TABLE partitura.outbox DROP CONSTRAINT broken`);
    }
    expect(await service.dataSource.manager.countBy(Order, { customerId: 'half' })).toBe(0);
    const orders = await service.dataSource.manager.count(Order);
    expect(await service.dataSource.manager.count(HistoryEntry)).toBe(orders);
  });

  it('names every field at fault in problem JSON, unknown skus included, and places nothing', async () => {
    const before = await service.dataSource.manager.count(Order);
    const { status, type, body } = await place({
      items: [
        { sku: 'sku-1', quantity: 0 },
        { sku: 'sku-999', quantity: 1 },
      ],
      shippingAddress: { ...sampleOrder().shippingAddress, country: 'Germany', street: 'A\u0000' },
      paymentToken: 7,
    });
    expect(status).toBe(400);
    expect(type).toContain('application/problem+json');
    expect(body).toMatchObject({ status: 400 });
    const text = JSON.stringify(body);
    for (const field of [
      'customerId',
      'items.0.quantity',
      'items.1.sku',
      'shippingAddress.country',
      'shippingAddress.street',
      'paymentToken',
    ])
      expect(text).toContain(field);
    expect(await service.dataSource.manager.count(Order)).toBe(before);
  });

  it.each([
    ['no JSON', '{"customerId": '],
    ['nothing', undefined],
    ['an array', '[]'],
    ['null', 'null'],
  ])('answers 400 to a body that is %s', async (_, body) => {
    const { status, type } = await place(body, { 'content-type': 'application/json' });
    expect(status).toBe(400);
    expect(type).toContain('application/problem+json');
  });
});

describe('an Idempotency-Key', () => {
  const key = (value: string) => ({ 'idempotency-key': value });
  // The same order with its fields in another order.
  const rearranged = () => Object.fromEntries(Object.entries(sampleOrder()).reverse());

  it('makes a repeated order the same one', async () => {
    const first = await place(sampleOrder(), key('k-1'));
    const again = await place(rearranged(), key('k-1'));
    expect(again).toEqual(first);
    expect(again.status).toBe(202);
    const other = await place(sampleOrder(), key('k-2'));
    expect(other.body).not.toEqual(first.body);
    expect(await events(first.body.orderId)).toHaveLength(1);
  });

  it('makes many repetitions at once one order', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => place(sampleOrder({ customerId: 'at-once' }), key('k-many'))),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await service.dataSource.manager.countBy(Order, { customerId: 'at-once' })).toBe(1);
  });

  it('refuses another order with a used key', async () => {
    await place(sampleOrder(), key('k-3'));
    const { status, type, body } = await place(sampleOrder({ customerId: 'other' }), key('k-3'));
    expect(status).toBe(422);
    expect(type).toContain('application/problem+json');
    expect(JSON.stringify(body)).toContain('Idempotency-Key');
    expect(await service.dataSource.manager.countBy(Order, { customerId: 'other' })).toBe(0);
  });

  it('answers a repetition as before when the order has ended meanwhile', async () => {
    const first = await place(sampleOrder(), key('k-4'));
    const { orderId, sagaId } = first.body;
    const compensates = { elementId: 'registerOrder', reason: { code: 'OUT_OF_STOCK' } };
    await service.orchestrator.ask('order.closeOrder', { orderId }, { sagaId, compensates });
    expect(await place(sampleOrder(), key('k-4'))).toEqual(first);
  });

  it('is refused when it is longer than 255 characters', async () => {
    const { status, body } = await place(sampleOrder(), key('k'.repeat(256)));
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('Idempotency-Key');
  });
});
