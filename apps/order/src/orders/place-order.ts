import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { occurred, type OrderLine, orderPlaced } from '@partitura/contracts';
import { OutboxService } from '@partitura/nest';
import { linkToSaga, traceparentOf } from '@partitura/telemetry';
import { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { priceOf } from '../catalogue/catalogue';
import { HistoryEntry } from './history-entry.entity';
import { Order } from './order.entity';
import { orderTotal } from './order-total';
import { type PlaceOrderRequest } from './place-order.schema';

export type Placing =
  | { readonly kind: 'placed'; readonly orderId: string; readonly sagaId: string }
  /** The Idempotency-Key stands for another request. */
  | { readonly kind: 'key-used' };

/** Places orders: the order, its history and the event that begins its saga commit together (P2). */
@Injectable()
export class PlaceOrder {
  constructor(private readonly outbox: OutboxService) {}

  async place(request: PlaceOrderRequest, idempotencyKey?: string): Promise<Placing> {
    const order = newOrder(request, idempotencyKey);
    return this.outbox.transaction(async (manager) => {
      if (!(await inserted(manager, order))) return earlier(manager, order);
      await manager.insert(HistoryEntry, { orderId: order.orderId, at: order.placedAt, what: 'placed' });
      const { orderId, sagaId, customerId, items, shippingAddress, totalAmount, currency } = order;
      const data = {
        orderId,
        customerId,
        items,
        total: { amount: totalAmount, currency },
        shippingAddress,
        paymentToken: request.paymentToken,
      };
      await this.outbox.add(manager, { ...occurred(orderPlaced, data), sagaId });
      return { kind: 'placed', orderId, sagaId };
    });
  }
}

function newOrder(request: PlaceOrderRequest, idempotencyKey?: string): Order {
  const items = request.items.map(priced);
  const total = orderTotal(items);
  return Object.assign(new Order(), {
    orderId: uuidv7(),
    sagaId: uuidv7(),
    traceparent: traceparentOf() ?? null,
    customerId: request.customerId,
    items,
    totalAmount: total.amount,
    currency: total.currency,
    shippingAddress: request.shippingAddress,
    status: 'pending',
    reason: null,
    cancelRequested: false,
    confirming: false,
    closingReason: null,
    idempotencyKey: idempotencyKey ?? null,
    // The schema has put the fields into one order, so equal requests have equal text.
    requestHash: createHash('sha256').update(JSON.stringify(request)).digest('hex'),
    placedAt: new Date(),
  } satisfies Order);
}

function priced({ sku, quantity }: PlaceOrderRequest['items'][number]): OrderLine {
  const unitPrice = priceOf(sku);
  if (unitPrice === undefined)
    throw new Error(`${sku} is not in the catalogue: check requests with placeOrderRequest first.`);
  return { sku, quantity, unitPrice };
}

/** False when the Idempotency-Key is taken; a second request with it waits here until the first has committed. */
async function inserted(manager: EntityManager, order: Order): Promise<boolean> {
  const result = await manager
    .createQueryBuilder()
    .insert()
    .into(Order)
    .values(order)
    .orIgnore()
    .returning('order_id')
    .execute();
  return (result.raw as unknown[]).length === 1;
}

async function earlier(manager: EntityManager, order: Order): Promise<Placing> {
  const { orderId, sagaId, traceparent, requestHash } = await manager.findOneByOrFail(Order, {
    idempotencyKey: order.idempotencyKey ?? '',
  });
  linkToSaga(traceparent ?? undefined);
  return requestHash === order.requestHash ? { kind: 'placed', orderId, sagaId } : { kind: 'key-used' };
}
