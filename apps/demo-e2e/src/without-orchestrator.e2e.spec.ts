import { eventually } from '@partitura/testing';
import { auditOrders } from './audit';
import { Customer } from './customer';
import type { DemoSystem } from './demo-system';
import { everywhere } from './everywhere';

everywhere(
  'choreographed orders while the orchestrator is down',
  (start) => {
    let system: DemoSystem;
    let customer: Customer;

    beforeAll(async () => {
      system = await start();
      customer = new Customer(system);
    }, 180_000);

    afterAll(async () => {
      await system.stop();
    });

    it('are fulfilled without it, also by services that start without it; with it back, it knows every saga', async () => {
      await system.kill('orchestrator');
      const first = await Promise.all(Array.from({ length: 5 }, () => customer.place()));
      const orders = await Promise.all(first.map((order) => customer.untilFinal(order)));
      await system.terminate('shipping');
      await system.start('shipping');
      orders.push(await customer.untilFinal(await customer.place({ quantity: 2 })));
      expect(orders.map(({ status }) => status)).toEqual(Array(6).fill('confirmed'));

      const declined = await customer.place({ token: 'tok_declined' });
      await eventually(async () => expect(await customer.payments(declined.orderId)).toHaveLength(1));
      // To undo what other hosts have done takes the orchestrator.
      expect(await customer.read(declined.orderId)).toMatchObject({ status: 'pending' });

      await system.start('orchestrator');
      const undone = await customer.untilFinal(declined);
      expect(undone).toMatchObject({ status: 'rejected', reason: 'PAYMENT_DECLINED' });
      for (const { sagaId } of orders)
        await eventually(async () => {
          const saga = await customer.saga(sagaId);
          expect(saga).toMatchObject({ state: 'completed' });
          expect(saga.instances.map(({ state }) => state)).toEqual(Array(4).fill('completed'));
        });
      await eventually(() => auditOrders(customer, [...orders, undone], 'sku-1'));
    }, 120_000);
  },
  ['choreographed'],
);
