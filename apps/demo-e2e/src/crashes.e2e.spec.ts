import { eventually } from '@partitura/testing';
import { auditOrders } from './audit';
import { Customer, type OrderView, type OrderWish } from './customer';
import type { DemoSystem } from './demo-system';
import { everywhere } from './everywhere';

const kinds: readonly OrderWish[] = [
  {},
  { token: 'tok_declined' },
  { sku: 'sku-none' },
  { country: 'AQ' },
  { token: 'tok_flaky' },
  { quantity: 3 },
];

everywhere('kill -9 in the middle', (start) => {
  let system: DemoSystem;

  beforeAll(async () => {
    system = await start();
  }, 180_000);

  afterAll(async () => {
    await system.stop();
  });

  it('brings every order to its right end after the orchestrator and a service were killed', async () => {
    const customer = new Customer(system);
    const place = (count: number): Promise<OrderView[]> =>
      Promise.all(Array.from({ length: count }, (_, n) => customer.place(kinds[n % kinds.length])));
    const first = await place(30);
    await system.kill('orchestrator');
    const second = await place(30);
    await system.kill('payment');
    await Promise.all([system.start('orchestrator'), system.start('payment')]);
    const finals = await Promise.all(
      [...first, ...second].map((order) => customer.untilFinal(order, 100_000)),
    );
    expect(new Set(finals.map(({ status }) => status))).toEqual(new Set(['confirmed', 'rejected']));
    expect(finals.filter(({ status }) => status === 'confirmed')).toHaveLength(30);
    await eventually(() => auditOrders(customer, finals, 'sku-1'));
  }, 180_000);

  it('ends on SIGTERM with status 0', async () => {
    expect(await system.terminate('shipping')).toBe(0);
    expect(await system.terminate('orchestrator')).toBe(0);
  });
});
