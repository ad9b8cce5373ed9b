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

/**
 * Gives orders their final status, within the caller's transaction.
 *
 * That a task of ours is done does not end a saga: its answer may come too late, and then everything is undone. So
 * the saga's last task only prepares the confirmation, and the message that the saga sends as it ends makes it final.
 */
@Injectable()
export class EndOrder {
  constructor(private readonly outbox: OutboxService) {}

  /** Throws `BusinessError` when the customer cancelled first, or when the order has ended otherwise. */
  async prepareConfirmation(manager: EntityManager, orderId: string): Promise<void> {
    // The update waits for the row's lock and looks at the row again then: a cancellation comes first or too late.
    const { affected } = await manager.update(
      Order,
      { orderId, status: 'pending', cancelRequested: false },
      { confirming: true },
    );
    if (affected === 0) whyNot(await manager.findOneByOrFail(Order, { orderId }));
  }

  /** Does nothing to an order that is final, or that does not exist. */
  async confirm(manager: EntityManager, orderId: string): Promise<void> {
    const { affected } = await manager.update(Order, { orderId, status: 'pending' }, { status: 'confirmed' });
    if (affected === 0) return;
    const { totalAmount, currency, sagaId } = await manager.findOneByOrFail(Order, { orderId });
    await manager.insert(HistoryEntry, { orderId, at: new Date(), what: 'confirmed' });
    const data = { orderId, total: { amount: totalAmount, currency } };
    await this.outbox.add(manager, { ...occurred(orderConfirmed, data), sagaId });
  }

  /**
   * Ends an order whose saga has been undone; `code` says why. Does nothing to an order that is final, or that does
   * not exist.
   */
  async close(manager: EntityManager, orderId: string, code: string): Promise<void> {
    const order = await manager.findOne(Order, { where: { orderId }, lock: { mode: 'pessimistic_write' } });
    if (order?.status !== 'pending') return;
    const status = endings.get(code) ?? 'failed';
    await manager.update(Order, { orderId }, { status, reason: code });
    await manager.insert(HistoryEntry, { orderId, at: new Date(), what: `${status}: ${code}` });
    const event = occurred(closed[status], { orderId, reason: code });
    await this.outbox.add(manager, { ...event, sagaId: order.sagaId });
  }
}

function whyNot({ orderId, status, cancelRequested }: Order): void {
  if (status === 'confirmed') return;
  if (status !== 'pending') throw new BusinessError(reasons.orderClosed, `Order ${orderId} is ${status}.`);
  if (cancelRequested)
    throw new BusinessError(reasons.cancelledByCustomer, `The customer has cancelled order ${orderId}.`);
  throw new Error(`Order ${orderId} changed while it was being confirmed: confirm it again.`);
}
