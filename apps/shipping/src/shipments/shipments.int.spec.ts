import { randomUUID } from 'node:crypto';
import { eventually } from '@partitura/testing';
import { type ServiceUnderTest, startService } from '@partitura/nest-testing';
import { shippingService } from '../service';
import { type ShipmentView } from './shipments.controller';

let service: ServiceUnderTest;

beforeAll(async () => {
  service = await startService(shippingService);
});

afterAll(() => service.stop());

interface Order {
  readonly orderId: string;
  readonly sagaId: string;
}

const newOrder = (): Order => ({ orderId: randomUUID(), sagaId: randomUUID() });

const ask = (task: string, { orderId, sagaId }: Order, more: object = {}) =>
  service.orchestrator.ask(`shipping.${task}`, { orderId, ...more }, { sagaId });

const ship = (order: Order, country = 'DE') => {
  const shippingAddress = { name: 'Ada', street: 'Am Markt 1', city: 'Köln', postalCode: '50667', country };
  return ask('shipParcel', order, { shippingAddress });
};

const list = async (query: string) => (await service.http<ShipmentView[]>('GET', `/shipments${query}`)).body;
const shipmentsOf = ({ orderId }: Order) => list(`?orderId=${orderId}`);

const published = (order: Order, names: string[]) =>
  eventually(() =>
    expect(
      service.orchestrator.events
        .filter(({ data }) => data.orderId === order.orderId)
        .map(({ name }) => name),
    ).toEqual(names),
  );

const completed = { kind: 'completed', variables: {} };

describe('shipping a parcel', () => {
  it('gives it to a carrier', async () => {
    const order = newOrder();
    const outcome = await ship(order);
    const [shipment] = await shipmentsOf(order);
    expect(shipment).toEqual({
      shipmentId: expect.any(String) as string,
      orderId: order.orderId,
      trackingId: expect.stringMatching(/^LP[0-9A-F]{16}$/) as string,
      status: 'shipped',
    });
    const { shipmentId, trackingId } = shipment!;
    expect(outcome).toEqual({ kind: 'completed', variables: { shipmentId, trackingId } });
    await published(order, ['ParcelShipped']);
  });

  it('sends one parcel, however often it is asked', async () => {
    const order = newOrder();
    const first = await ship(order);
    expect(await ship(order)).toEqual(first);
    expect(await shipmentsOf(order)).toHaveLength(1);
    await published(order, ['ParcelShipped']);
  });

  it('keeps a refused shipment when no carrier serves the address', async () => {
    const order = newOrder();
    for (let asked = 0; asked < 2; asked += 1)
      expect(await ship(order, 'AQ')).toMatchObject({ kind: 'error', code: 'ADDRESS_NOT_SERVED' });
    expect(await shipmentsOf(order)).toMatchObject([{ status: 'refused', trackingId: null }]);
    await published(order, ['ParcelRefused']);
  });

  it('does not send a parcel again that was recalled', async () => {
    const order = newOrder();
    await ship(order);
    await ask('recallParcel', order);
    expect(await ship(order)).toMatchObject({ kind: 'error', code: 'PARCEL_RECALLED' });
    expect(await shipmentsOf(order)).toMatchObject([{ status: 'recalled' }]);
  });
});

describe('recalling a parcel', () => {
  it('brings it back, once', async () => {
    const order = newOrder();
    await ship(order);
    expect(await ask('recallParcel', order)).toEqual(completed);
    expect(await ask('recallParcel', order)).toEqual(completed);
    expect(await shipmentsOf(order)).toMatchObject([{ status: 'recalled' }]);
    await published(order, ['ParcelShipped', 'ParcelRecalled']);
  });

  it('has nothing to do where no parcel is on its way', async () => {
    const refused = newOrder();
    await ship(refused, 'AQ');
    expect(await ask('recallParcel', refused)).toEqual(completed);
    expect(await ask('recallParcel', newOrder())).toEqual(completed);
    expect(await shipmentsOf(refused)).toMatchObject([{ status: 'refused' }]);
  });
});

describe('GET /shipments', () => {
  it.each(['?orderId=', '?orderId=nonsense', '?orderId=%00', `?orderId=${randomUUID()}`])(
    'answers an empty array to %s',
    async (query) => {
      expect(await list(query)).toEqual([]);
    },
  );

  it('lists the latest shipments without a filter', async () => {
    const order = newOrder();
    await ship(order, 'JP');
    expect((await list(''))[0]).toMatchObject({
      orderId: order.orderId,
      trackingId: expect.stringMatching(/^OF/) as string,
    });
  });
});
