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
import { type SagaEnded } from '@partitura/runtime';
import { EntityManager, IsNull } from 'typeorm';
import { validate } from 'uuid';
import { HistoryEntry } from './history-entry.entity';
import { Order } from './order.entity';
import { type OrderStatus } from './order-status';

/** Reason of an order whose saga was undone or stopped without one, by hand. */
export const UNDONE = 'UNDONE';

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
 * That a task of ours is done does not end a saga: its answer may come too late, and then everything is undone. So the
 * saga's tasks only prepare the end of the order, and the end of the saga makes it final.
 */
@Injectable()
export class EndOrder {
  constructor(private readonly outbox: OutboxService) {}

  /** Throws `BusinessError` when the customer cancelled first, or when the order has ended otherwise. */
  async prepareConfirmation(manager: EntityManager, orderId: string): Promise<void> {
    // The update waits for the row's lock and looks at the row again then: a cancellation comes first or too late.
    const { affected } = await manager.update(
      Order,
      { orderId, status: 'pending', cancelRequested: false, closingReason: IsNull() },
      { confirming: true },
    );
    if (affected === 0) whyNot(await manager.findOneByOrFail(Order, { orderId }));
  }

  /**
   * The saga is being undone because of `code`, and everything else is undone already. Does nothing to an order that is
   * final, or that does not exist.
   */
  async prepareClosing(manager: EntityManager, orderId: string, code: string): Promise<void> {
    await manager.update(Order, { orderId, status: 'pending' }, { closingReason: code });
  }

  /** The saga has ended. Does nothing to an order that is final, or to a saga that is no order's. */
  async end(manager: EntityManager, { sagaId, state, reason }: SagaEnded): Promise<void> {
    if (!validate(sagaId)) return;
    const order = await manager.findOne(Order, { where: { sagaId }, lock: { mode: 'pessimistic_write' } });
    if (order?.status !== 'pending') return;
    if (state === 'completed') await this.confirm(manager, order);
    else await this.close(manager, order, order.closingReason ?? reason?.code ?? UNDONE);
  }

  private async confirm(
    manager: EntityManager,
    { orderId, sagaId, totalAmount, currency }: Order,
  ): Promise<void> {
    await manager.update(Order, { orderId }, { status: 'confirmed' });
    await manager.insert(HistoryEntry, { orderId, at: new Date(), what: 'confirmed' });
    const data = { orderId, total: { amount: totalAmount, currency } };
    await this.outbox.add(manager, { ...occurred(orderConfirmed, data), sagaId });
  }

  private async close(manager: EntityManager, { orderId, sagaId }: Order, code: string): Promise<void> {
    const status = endings.get(code) ?? 'failed';
    await manager.update(Order, { orderId }, { status, reason: code });
    await manager.insert(HistoryEntry, { orderId, at: new Date(), what: `${status}: ${code}` });
    await this.outbox.add(manager, { ...occurred(closed[status], { orderId, reason: code }), sagaId });
  }
}

function whyNot({ orderId, status, cancelRequested, closingReason }: Order): void {
  if (status === 'confirmed') return;
  const ending = status === 'pending' ? closingReason : status;
  if (ending !== null) throw new BusinessError(reasons.orderClosed, `Order ${orderId} is closed: ${ending}.`);
  if (cancelRequested)
    throw new BusinessError(reasons.cancelledByCustomer, `The customer has cancelled order ${orderId}.`);
  throw new Error(`Order ${orderId} changed while it was being confirmed: confirm it again.`);
}
