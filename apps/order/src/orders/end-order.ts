import { Injectable } from '@nestjs/common';
import {
  type EventContract,
  occurred,
  orderCancelled,
  orderConfirmed,
  orderFailed,
  orderRejected,
  reasons,
} from '@partitura/contracts';
import { BusinessError, OutboxService } from '@partitura/nest';
import { EntityManager } from 'typeorm';
import { HistoryEntry } from './history-entry.entity';
import { Order } from './order.entity';
import { type OrderStatus } from './order-status';

type Undone = Exclude<OrderStatus, 'pending' | 'confirmed'>;

/** Errors that are the customer's affair; every other one is a failure. */
const endings: ReadonlyMap<string, Undone> = new Map([
  [reasons.outOfStock, 'rejected'],
  [reasons.paymentDeclined, 'rejected'],
  [reasons.addressNotServed, 'rejected'],
  [reasons.cancelledByCustomer, 'cancelled'],
]);

const closed: Record<Undone, EventContract<string, typeof orderFailed.data>> = {
  rejected: orderRejected,
  cancelled: orderCancelled,
  failed: orderFailed,
};

/** Gives orders their final status, within the transaction of a task. */
@Injectable()
export class EndOrder {
  constructor(private readonly outbox: OutboxService) {}

  /** Throws `BusinessError` when the customer cancelled first, or when the order has ended otherwise. */
  async confirm(manager: EntityManager, orderId: string): Promise<void> {
    // The update waits for the row's lock and looks at the row again then: a cancellation comes first or too late.
    const updated = await manager
      .createQueryBuilder()
      .update(Order)
      .set({ status: 'confirmed' })
      .where({ orderId, status: 'pending', cancelRequested: false })
      .execute();
    const order = await manager.findOneByOrFail(Order, { orderId });
    if (updated.affected === 0) return whyNotNow(order);
    const total = { amount: order.totalAmount, currency: order.currency };
    await manager.insert(HistoryEntry, { orderId, at: new Date(), what: 'confirmed' });
    await this.outbox.add(manager, {
      ...occurred(orderConfirmed, { orderId, total }),
      sagaId: order.sagaId,
    });
  }

  /**
   * Ends an order whose saga has been undone; `code` says why.
   *
   * Does nothing to an order that was closed before, or that does not exist. One that was confirmed is closed all
   * the same: that its saga was undone means that the answer of its confirmation came too late and counted for
   * nothing, so payment and pieces have gone back.
   */
  async close(manager: EntityManager, orderId: string, code: string): Promise<void> {
    const order = await manager.findOne(Order, { where: { orderId }, lock: { mode: 'pessimistic_write' } });
    if (order === null || !(order.status === 'pending' || order.status === 'confirmed')) return;
    const status = endings.get(code) ?? 'failed';
    await manager.update(Order, { orderId }, { status, reason: code });
    await manager.insert(HistoryEntry, { orderId, at: new Date(), what: `${status}: ${code}` });
    await this.outbox.add(manager, {
      ...occurred(closed[status], { orderId, reason: code }),
      sagaId: order.sagaId,
    });
  }
}

function whyNotNow({ orderId, status, cancelRequested }: Order): void {
  if (status === 'confirmed') return;
  if (status !== 'pending') throw new BusinessError(reasons.orderClosed, `Order ${orderId} is ${status}.`);
  if (cancelRequested)
    throw new BusinessError(reasons.cancelledByCustomer, `The customer has cancelled order ${orderId}.`);
  throw new Error(`Order ${orderId} changed while it was being confirmed: confirm it again.`);
}
