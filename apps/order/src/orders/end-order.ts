import { Injectable } from '@nestjs/common';
import { type Context } from '@opentelemetry/api';
import {
  type EventContract,
  occurred,
  orderCancelled,
  orderConfirmed,
  orderFailed,
  orderRejected,
  reasons,
} from '@partitura/contracts';
import { BusinessError, type DomainEvent, OutboxService } from '@partitura/nest';
import { type SagaEnded } from '@partitura/runtime';
import { EntityManager, In, IsNull } from 'typeorm';
import { validate } from 'uuid';
import { HistoryEntry } from './history-entry.entity';
import { Order } from './order.entity';
import { type OrderStatus } from './order-status';

/** Reason of an order whose saga was undone or stopped without one, by hand. */
export const UNDONE = 'UNDONE';

type Undone = Exclude<OrderStatus, 'pending' | 'confirmed'>;

/** Errors that are the customer's affair; every other one is a failure. */
const undone: ReadonlyMap<string, Undone> = new Map([
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

  /** Sagas have ended. Orders that are final stay as they are; sagas that are no order's are none of ours. */
  async end(manager: EntityManager, ends: readonly HeardEnd[]): Promise<void> {
    const bySaga = new Map(
      ends.filter(({ ended }) => validate(ended.sagaId)).map((end) => [end.ended.sagaId, end]),
    );
    const pending = await manager.find(Order, {
      where: { sagaId: In([...bySaga.keys()]), status: 'pending' },
      lock: { mode: 'pessimistic_write' },
      // Whoever locks many locks them in one order, so that two of them never wait for each other.
      order: { orderId: 'ASC' },
    });
    if (pending.length === 0) return;
    const endings = pending.map((order) => endingOf(order, bySaga.get(order.sagaId) as HeardEnd));
    await manager.query(
      `UPDATE orders SET status = ending.status, reason = ending.reason
         FROM unnest($1::uuid[], $2::text[], $3::text[]) AS ending (order_id, status, reason)
        WHERE orders.order_id = ending.order_id`,
      [
        endings.map(({ orderId }) => orderId),
        endings.map(({ status }) => status),
        endings.map(({ reason }) => reason),
      ],
    );
    const at = new Date();
    await manager.insert(
      HistoryEntry,
      endings.map(({ orderId, status, reason }) => ({
        orderId,
        at,
        what: reason === null ? status : `${status}: ${reason}`,
      })),
    );
    await this.outbox.addAll(
      manager,
      endings.map(({ event }) => event),
    );
  }
}

/** The end of a saga, and the trace context in which it was heard. */
export interface HeardEnd {
  readonly ended: SagaEnded;
  readonly context: Context;
}

interface Ending {
  readonly orderId: string;
  readonly status: Exclude<OrderStatus, 'pending'>;
  readonly reason: string | null;
  readonly event: DomainEvent;
}

function endingOf(order: Order, { ended, context }: HeardEnd): Ending {
  const { orderId, sagaId } = order;
  if (ended.state === 'completed') {
    const total = { amount: order.totalAmount, currency: order.currency };
    const event = { ...occurred(orderConfirmed, { orderId, total }), sagaId, context };
    return { orderId, status: 'confirmed', reason: null, event };
  }
  const reason = order.closingReason ?? ended.reason?.code ?? UNDONE;
  const status = undone.get(reason) ?? 'failed';
  return {
    orderId,
    status,
    reason,
    event: { ...occurred(closed[status], { orderId, reason }), sagaId, context },
  };
}

function whyNot({ orderId, status, cancelRequested, closingReason }: Order): void {
  if (status === 'confirmed') return;
  const ending = status === 'pending' ? closingReason : status;
  if (ending !== null) throw new BusinessError(reasons.orderClosed, `Order ${orderId} is closed: ${ending}.`);
  if (cancelRequested)
    throw new BusinessError(reasons.cancelledByCustomer, `The customer has cancelled order ${orderId}.`);
  throw new Error(`Order ${orderId} changed while it was being confirmed: confirm it again.`);
}
