import type { Customer, OrderView } from './customer';

/** Each outcome's row of the table in docs/demo.md: payment, and whether the pieces are gone. */
const rows: Record<OrderView['status'], { payments: readonly (readonly string[])[]; shipped: boolean }> = {
  pending: { payments: [], shipped: false },
  confirmed: { payments: [['captured']], shipped: true },
  rejected: { payments: [[], ['declined'], ['voided'], ['refunded']], shipped: false },
  cancelled: { payments: [[], ['voided'], ['refunded']], shipped: false },
  failed: { payments: [[], ['voided'], ['refunded']], shipped: false },
};

/** Checks from outside that money, pieces and parcels of final orders stand as their outcome says, and that stock adds up. */
export async function auditOrders(
  customer: Customer,
  orders: readonly OrderView[],
  sku: string,
): Promise<void> {
  let shipped = 0;
  for (const order of orders) {
    const row = rows[order.status];
    const payments = await customer.payments(order.orderId);
    expect(row.payments).toContainEqual(payments.map(({ status }) => status));
    if (order.status === 'confirmed') expect(payments[0]?.amount).toEqual(order.total);
    const parcels = (await customer.shipments(order.orderId)).filter(({ status }) => status === 'shipped');
    expect({ order, parcels: parcels.length }).toEqual({ order, parcels: row.shipped ? 1 : 0 });
    if (row.shipped)
      shipped += order.items.reduce((sum, item) => (item.sku === sku ? sum + item.quantity : sum), 0);
  }
  const stock = await customer.stock(sku);
  expect(stock).toEqual({ ...stock, onHand: stock.initial - shipped, reserved: 0, shipped });
}
