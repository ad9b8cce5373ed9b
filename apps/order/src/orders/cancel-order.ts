import { Injectable } from '@nestjs/common';
import { occurred, orderCancellationRequested, reasons } from '@partitura/contracts';
import { OutboxService } from '@partitura/nest';
import { messageTypes } from '@partitura/runtime';
import { linkToSaga } from '@partitura/telemetry';
import { validate } from 'uuid';
import { HistoryEntry } from './history-entry.entity';
import { Order } from './order.entity';
import { type OrderStatus } from './order-status';

export type Cancelling =
  | { readonly kind: 'requested'; readonly orderId: string; readonly sagaId: string }
  | { readonly kind: 'finished'; readonly status: OrderStatus }
  | { readonly kind: 'unknown' };

/** Asks for the saga of an order to be undone; the customer's wish and the request commit together (P2). */
@Injectable()
export class CancelOrder {
  constructor(private readonly outbox: OutboxService) {}

  async cancel(orderId: string): Promise<Cancelling> {
    if (!validate(orderId)) return { kind: 'unknown' };
    return this.outbox.transaction(async (manager) => {
      // The lock decides between this and the order's confirmation: whoever has it second sees what the first did.
      const order = await manager.findOne(Order, { where: { orderId }, lock: { mode: 'pessimistic_write' } });
      if (order === null) return { kind: 'unknown' };
      const { sagaId, status, cancelRequested } = order;
      const traceparent = order.traceparent ?? undefined;
      linkToSaga(traceparent);
      if (status !== 'pending') return { kind: 'finished', status };
      if (!cancelRequested) {
        await manager.update(Order, { orderId }, { cancelRequested: true });
        await manager.insert(HistoryEntry, { orderId, at: new Date(), what: 'cancellation requested' });
        await this.outbox.add(manager, {
          ...occurred(orderCancellationRequested, { orderId }),
          sagaId,
          traceparent,
        });
        await this.outbox.addCommand(manager, {
          topic: 'orchestrator.commands',
          type: messageTypes.sagaCompensationRequested,
          sagaId,
          traceparent,
          data: { sagaId, reason: { code: reasons.cancelledByCustomer } },
        });
      }
      return { kind: 'requested', orderId, sagaId };
    });
  }
}
