import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { occurred, orderCancellationRequested, reasons } from '@partitura/contracts';
import { OutboxService } from '@partitura/nest';
import { messageTypes, topics } from '@partitura/runtime';
import { linkToSaga } from '@partitura/telemetry';
import { DataSource, EntityManager } from 'typeorm';
import { validate } from 'uuid';
import { HistoryEntry } from './history-entry.entity';
import { Order } from './order.entity';
import { type OrderStatus } from './order-status';

export type Cancelling =
  | { readonly kind: 'requested'; readonly orderId: string; readonly sagaId: string }
  | { readonly kind: 'finished'; readonly status: OrderStatus }
  | { readonly kind: 'unknown' };

/** How long a cancellation waits for the end of an order that is being confirmed; mostly that is milliseconds away. */
const CONFIRMATION_MS = 2_000;
const LOOK_EVERY_MS = 25;

/** Asks for the saga of an order to be undone; the customer's wish and the request commit together (P2). */
@Injectable()
export class CancelOrder {
  constructor(
    private readonly outbox: OutboxService,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * An order that is being confirmed gets the chance to become final first. When it does not, because the orchestrator
   * is away, the request goes out all the same, and whichever the saga hears first decides.
   */
  async cancel(orderId: string): Promise<Cancelling> {
    if (!validate(orderId)) return { kind: 'unknown' };
    const outcome = await this.request(orderId, { alsoWhileConfirming: false });
    if (outcome.kind !== 'confirming') return outcome;
    await this.untilConfirmed(orderId);
    const late = await this.request(orderId, { alsoWhileConfirming: true });
    if (late.kind === 'confirming')
      throw new Error(`Order ${orderId} was asked to be cancelled and was not.`);
    return late;
  }

  private async request(
    orderId: string,
    { alsoWhileConfirming }: { readonly alsoWhileConfirming: boolean },
  ): Promise<Cancelling | { readonly kind: 'confirming' }> {
    return this.outbox.transaction(async (manager) => {
      // The lock decides between this and the order's confirmation: whoever has it second sees what the first did.
      const order = await manager.findOne(Order, { where: { orderId }, lock: { mode: 'pessimistic_write' } });
      if (order === null) return { kind: 'unknown' };
      linkToSaga(order.traceparent ?? undefined);
      if (order.status !== 'pending') return { kind: 'finished', status: order.status };
      if (!order.cancelRequested) {
        if (order.confirming && !alsoWhileConfirming) return { kind: 'confirming' };
        await this.send(manager, order);
      }
      return { kind: 'requested', orderId, sagaId: order.sagaId };
    });
  }

  private async send(manager: EntityManager, order: Order): Promise<void> {
    const { orderId, sagaId } = order;
    const traceparent = order.traceparent ?? undefined;
    await manager.update(Order, { orderId }, { cancelRequested: true });
    await manager.insert(HistoryEntry, { orderId, at: new Date(), what: 'cancellation requested' });
    await this.outbox.add(manager, {
      ...occurred(orderCancellationRequested, { orderId }),
      sagaId,
      traceparent,
    });
    await this.outbox.addCommand(manager, {
      topic: topics.commands('orchestrator'),
      type: messageTypes.sagaCompensationRequested,
      sagaId,
      traceparent,
      data: { sagaId, reason: { code: reasons.cancelledByCustomer } },
    });
  }

  private async untilConfirmed(orderId: string): Promise<void> {
    const deadline = Date.now() + CONFIRMATION_MS;
    while (
      Date.now() < deadline &&
      (await this.dataSource.manager.existsBy(Order, { orderId, status: 'pending' }))
    )
      await pause(LOOK_EVERY_MS);
  }
}
