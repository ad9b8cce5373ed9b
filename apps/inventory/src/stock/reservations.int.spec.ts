import { randomUUID } from 'node:crypto';
import { eventually } from '@partitura/testing';
import { type ServiceUnderTest, startService } from '@partitura/nest-testing';
import { inventoryService } from '../service';
import { type StockItem } from './stock-item.entity';

let service: ServiceUnderTest;

beforeAll(async () => {
  service = await startService(inventoryService);
});

afterAll(() => service.stop());

interface Order {
  readonly orderId: string;
  readonly sagaId: string;
}

const newOrder = (): Order => ({ orderId: randomUUID(), sagaId: randomUUID() });
const items = (...skus: string[]) => skus.map((sku) => ({ sku, quantity: 2 }));

const ask = (task: string, { orderId, sagaId }: Order, more: object = {}) =>
  service.orchestrator.ask(`inventory.${task}`, { orderId, ...more }, { sagaId });

const reserve = (order: Order, lines: { sku: string; quantity: number }[]) =>
  ask('reserveStock', order, { items: lines });

const stock = async (sku: string): Promise<StockItem> => {
  const { body } = await service.http<StockItem[]>('GET', '/inventory/stock');
  return body.find((item) => item.sku === sku)!;
};

const eventsOf = ({ orderId }: Order) =>
  service.orchestrator.events.filter(({ data }) => data.orderId === orderId);
const published = (order: Order, names: string[]) =>
  eventually(() => expect(eventsOf(order).map(({ name }) => name)).toEqual(names));

const completed = { kind: 'completed', variables: {} };

it('shows the whole sample stock, all of it on hand at first', async () => {
  const { status, body } = await service.http<StockItem[]>('GET', '/inventory/stock');
  expect(status).toBe(200);
  expect(body).toHaveLength(102);
  expect(body[0]).toEqual({ sku: 'sku-1', onHand: 1_000_000, reserved: 0, shipped: 0, initial: 1_000_000 });
  expect(await stock('sku-rare')).toMatchObject({ onHand: 3, initial: 3 });
  expect(await stock('sku-none')).toMatchObject({ onHand: 0, initial: 0 });
});

describe('reserving stock', () => {
  it('takes the pieces of every line and tells so', async () => {
    const order = newOrder();
    expect(await reserve(order, [...items('sku-11', 'sku-12', 'sku-11')])).toEqual(completed);
    expect(await stock('sku-11')).toMatchObject({ onHand: 999_996, reserved: 4, shipped: 0 });
    expect(await stock('sku-12')).toMatchObject({ onHand: 999_998, reserved: 2, shipped: 0 });
    await published(order, ['StockReserved']);
    expect(eventsOf(order)[0]).toMatchObject({
      sagaId: order.sagaId,
      data: {
        items: [
          { sku: 'sku-11', quantity: 4 },
          { sku: 'sku-12', quantity: 2 },
        ],
      },
    });
  });

  it('takes them once, however often it is asked', async () => {
    const order = newOrder();
    const outcomes = await Promise.all([1, 2, 3].map(() => reserve(order, items('sku-13'))));
    expect(outcomes).toEqual([completed, completed, completed]);
    expect(await stock('sku-13')).toMatchObject({ reserved: 2 });
  });

  it('takes nothing when one line is out of stock', async () => {
    const order = newOrder();
    expect(await reserve(order, items('sku-14', 'sku-none'))).toMatchObject({
      kind: 'error',
      code: 'OUT_OF_STOCK',
    });
    expect(await stock('sku-14')).toMatchObject({ onHand: 1_000_000, reserved: 0 });
    expect(await ask('releaseStock', order)).toEqual(completed);
    expect(eventsOf(order)).toEqual([]);
  });

  it('sells the last pieces once, however many orders want them', async () => {
    const orders = Array.from({ length: 40 }, newOrder);
    const outcomes = await Promise.all(
      orders.map((order) => reserve(order, [{ sku: 'sku-rare', quantity: 1 }])),
    );
    expect(outcomes.filter(({ kind }) => kind === 'completed')).toHaveLength(3);
    for (const outcome of outcomes.filter(({ kind }) => kind !== 'completed'))
      expect(outcome).toMatchObject({ kind: 'error', code: 'OUT_OF_STOCK' });
    expect(await stock('sku-rare')).toMatchObject({ onHand: 0, reserved: 3 });
    await Promise.all(orders.map((order) => ask('releaseStock', order)));
    expect(await stock('sku-rare')).toMatchObject({ onHand: 3, reserved: 0 });
  });

  it('does not take stock for an order whose stock has gone back', async () => {
    const order = newOrder();
    await reserve(order, items('sku-15'));
    await ask('releaseStock', order);
    expect(await reserve(order, items('sku-15'))).toMatchObject({ kind: 'error', code: 'ORDER_CLOSED' });
    expect(await stock('sku-15')).toMatchObject({ onHand: 1_000_000, reserved: 0 });
  });

  it('refuses variables that break the contract, and works on', async () => {
    expect(await reserve(newOrder(), [{ sku: 'sku-16', quantity: -1 }])).toMatchObject({
      kind: 'failed',
      incident: 'IO_MAPPING',
      message: expect.stringContaining('items.0.quantity') as string,
    });
    expect(await reserve(newOrder(), items('sku-16'))).toEqual(completed);
  });
});

describe('handing stock over', () => {
  it('moves it from reserved to shipped, once', async () => {
    const order = newOrder();
    await reserve(order, items('sku-21'));
    expect(await ask('handOverStock', order)).toEqual(completed);
    expect(await ask('handOverStock', order)).toEqual(completed);
    expect(await stock('sku-21')).toMatchObject({ onHand: 999_998, reserved: 0, shipped: 2 });
    await published(order, ['StockReserved', 'StockHandedOver']);
  });

  it('needs a reservation', async () => {
    expect(await ask('handOverStock', newOrder())).toMatchObject({ kind: 'error', code: 'NOT_RESERVED' });
    const released = newOrder();
    await reserve(released, items('sku-22'));
    await ask('releaseStock', released);
    expect(await ask('handOverStock', released)).toMatchObject({ kind: 'error', code: 'NOT_RESERVED' });
  });
});

describe('undoing', () => {
  it('brings everything back, step by step, latest first', async () => {
    const order = newOrder();
    await reserve(order, items('sku-31'));
    await ask('handOverStock', order);
    expect(await ask('takeBackStock', order)).toEqual(completed);
    expect(await stock('sku-31')).toMatchObject({ onHand: 999_998, reserved: 2, shipped: 0 });
    expect(await ask('releaseStock', order)).toEqual(completed);
    expect(await stock('sku-31')).toMatchObject({ onHand: 1_000_000, reserved: 0, shipped: 0 });
    await published(order, ['StockReserved', 'StockHandedOver', 'StockTakenBack', 'StockReleased']);
  });

  it('has no second effect', async () => {
    const order = newOrder();
    await reserve(order, items('sku-32'));
    await ask('handOverStock', order);
    for (const task of ['takeBackStock', 'takeBackStock', 'releaseStock', 'releaseStock', 'takeBackStock'])
      expect(await ask(task, order)).toEqual(completed);
    expect(await stock('sku-32')).toMatchObject({ onHand: 1_000_000, reserved: 0, shipped: 0 });
  });

  it('releases also what was handed over meanwhile', async () => {
    const order = newOrder();
    await reserve(order, items('sku-33'));
    await ask('handOverStock', order);
    await ask('releaseStock', order);
    await ask('takeBackStock', order);
    expect(await stock('sku-33')).toMatchObject({ onHand: 1_000_000, reserved: 0, shipped: 0 });
  });

  it('has nothing to do for an order without a reservation', async () => {
    expect(await ask('releaseStock', newOrder())).toEqual(completed);
    expect(await ask('takeBackStock', newOrder())).toEqual(completed);
  });
});
