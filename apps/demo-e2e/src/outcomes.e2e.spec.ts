import { eventually } from '@partitura/testing';
import { auditOrders } from './audit';
import { Customer, type OrderView, type OrderWish } from './customer';
import type { DemoSystem } from './demo-system';
import { everywhere } from './everywhere';

everywhere('the order saga', (start, placement) => {
  let system: DemoSystem;
  let customer: Customer;
  const orders: OrderView[] = [];
  /** Waits for its timeout while the others are looked at. */
  let hanging: OrderView;

  beforeAll(async () => {
    system = await start();
    customer = new Customer(system);
    hanging = await customer.place({ token: 'tok_hang' });
  }, 180_000);

  afterAll(async () => {
    await system.stop();
  });

  const outcomeOf = async (wish: OrderWish): Promise<OrderView> => {
    const order = await customer.untilFinal(await customer.place(wish));
    orders.push(order);
    return order;
  };

  it('confirms an order: paid, shipped, the saga completed', async () => {
    const order = await outcomeOf({ quantity: 2 });
    expect(order).toMatchObject({ status: 'confirmed', reason: null });
    await eventually(async () => expect((await customer.saga(order.sagaId)).state).toBe('completed'));
    // Hosts tell of their parts one by one.
    const states = async () =>
      (await customer.saga(order.sagaId)).instances.map(({ state }) => state.toLowerCase());
    await eventually(async () => expect(await states()).toEqual(Array(4).fill('completed')));
  });

  it.each<[string, OrderWish, OrderView['status'], string, string[]]>([
    ['out of stock', { sku: 'sku-none' }, 'rejected', 'OUT_OF_STOCK', []],
    ['declined', { token: 'tok_declined' }, 'rejected', 'PAYMENT_DECLINED', ['declined']],
    ['not served', { country: 'AQ' }, 'rejected', 'ADDRESS_NOT_SERVED', ['voided']],
  ])('rejects an order that is %s', async (_, wish, status, reason, payments) => {
    const order = await outcomeOf(wish);
    expect(order).toMatchObject({ status, reason });
    expect((await customer.payments(order.orderId)).map((payment) => payment.status)).toEqual(payments);
    await eventually(async () => expect((await customer.saga(order.sagaId)).state).toBe('compensated'));
  });

  it('retries a gateway that fails twice', async () => {
    expect(await outcomeOf({ token: 'tok_flaky' })).toMatchObject({ status: 'confirmed' });
  });

  it('cancels an order in flight, once, and refuses to cancel a final one', async () => {
    const placed = await customer.place({ token: 'tok_slow' });
    expect(await customer.cancel(placed.orderId)).toBe(202);
    expect(await customer.cancel(placed.orderId)).toBe(202);
    const order = await customer.untilFinal(placed);
    orders.push(order);
    expect(order).toMatchObject({ status: 'cancelled', reason: 'CANCELLED_BY_CUSTOMER' });
    expect(await customer.cancel(placed.orderId)).toBe(409);
    expect(await customer.cancel('00000000-0000-7000-8000-000000000000')).toBe(404);
  });

  const whileInventoryIsDown = async (work: (lost: OrderView) => Promise<void>): Promise<OrderView> => {
    await system.kill('inventory');
    const lost = await customer.place();
    await work(lost);
    await system.start('inventory');
    expect(await outcomeOf({})).toMatchObject({ status: 'confirmed' });
    const order = await customer.untilFinal(lost);
    orders.push(order);
    return order;
  };

  if (placement === 'choreographed')
    it('lets orders wait while the inventory, which is their host, is down', async () => {
      const order = await whileInventoryIsDown(async ({ orderId }) => {
        const paid = await customer.payments(orderId);
        expect(paid).toEqual([]);
      });
      expect(order).toMatchObject({ status: 'confirmed' });
    });
  else
    it('fails orders while the inventory is down, and takes them again once it is back', async () => {
      const order = await whileInventoryIsDown(async (lost) => {
        await customer.untilFinal(lost);
      });
      expect(order).toMatchObject({ status: 'failed', reason: 'TIMEOUT' });
    });

  it('fails an order whose payment never answers, and releases the stock', async () => {
    const order = await customer.untilFinal(hanging);
    orders.push(order);
    expect(order).toMatchObject({ status: 'failed', reason: 'TIMEOUT' });
  });

  it('leaves money, stock and parcels as the outcomes say', async () => {
    await eventually(() => auditOrders(customer, orders, 'sku-1'));
  });
});
