import { Injectable } from '@nestjs/common';
import {
  type EventContract,
  occurred,
  type Pieces,
  reasons,
  stockHandedOver,
  stockReleased,
  stockReserved,
  stockTakenBack,
} from '@partitura/contracts';
import { BusinessError, OutboxService } from '@partitura/nest';
import { EntityManager } from 'typeorm';
import { moveStock } from './move-stock';
import { type Quantities, Reservation, type ReservationStatus } from './reservation.entity';
import { sumBySku } from './sum-by-sku';

/** The order and saga for which stock moves. */
export interface ForOrder {
  readonly orderId: string;
  readonly sagaId: string;
}

/**
 * Reserves stock, hands it over, and undoes both, within the transaction of a task.
 *
 * Every move changes the order's reservation first: its row's lock lets one move of an order happen at a time, and
 * its status makes a repeated one do nothing.
 */
@Injectable()
export class Reservations {
  constructor(private readonly outbox: OutboxService) {}

  /** All pieces or none; throws `BusinessError` `OUT_OF_STOCK`. */
  async reserve(manager: EntityManager, order: ForOrder, lines: readonly Pieces[]): Promise<void> {
    const items = sumBySku(lines);
    if (!(await inserted(manager, order.orderId, items))) {
      const { status } = await manager.findOneByOrFail(Reservation, { orderId: order.orderId });
      if (status !== 'released') return;
      throw new BusinessError(
        reasons.orderClosed,
        `The stock reserved for order ${order.orderId} has gone back.`,
      );
    }
    if (!(await moveStock(manager, items, { from: 'on_hand', to: 'reserved' })))
      throw new BusinessError(reasons.outOfStock, `There is not enough stock for order ${order.orderId}.`);
    await this.tell(manager, order, items, stockReserved);
  }

  /** Undoes a reservation, also one that was handed over; does nothing when there is none. */
  async release(manager: EntityManager, order: ForOrder): Promise<void> {
    const reservation = await locked(manager, order.orderId);
    if (reservation === null || reservation.status === 'released') return;
    const from = reservation.status === 'shipped' ? 'shipped' : 'reserved';
    await this.change(manager, order, reservation, {
      to: 'released',
      move: { from, to: 'on_hand' },
      event: stockReleased,
    });
  }

  /** The reserved pieces leave; throws `BusinessError` `NOT_RESERVED` when there are none. */
  async handOver(manager: EntityManager, order: ForOrder): Promise<void> {
    const reservation = await locked(manager, order.orderId);
    if (reservation?.status === 'shipped') return;
    if (reservation?.status !== 'reserved')
      throw new BusinessError(reasons.notReserved, `No stock is reserved for order ${order.orderId}.`);
    await this.change(manager, order, reservation, {
      to: 'shipped',
      move: { from: 'reserved', to: 'shipped' },
      event: stockHandedOver,
    });
  }

  /** Undoes a hand-over: the pieces are reserved again. Does nothing when they never left. */
  async takeBack(manager: EntityManager, order: ForOrder): Promise<void> {
    const reservation = await locked(manager, order.orderId);
    if (reservation?.status !== 'shipped') return;
    await this.change(manager, order, reservation, {
      to: 'reserved',
      move: { from: 'shipped', to: 'reserved' },
      event: stockTakenBack,
    });
  }

  private async change(manager: EntityManager, order: ForOrder, { items }: Reservation, change: Change) {
    await manager.update(Reservation, { orderId: order.orderId }, { status: change.to });
    if (!(await moveStock(manager, items, change.move)))
      throw new Error(
        `Stock of order ${order.orderId} is not ${change.move.from}: its reservation and the stock disagree, correct them by hand.`,
      );
    await this.tell(manager, order, items, change.event);
  }

  private async tell(manager: EntityManager, order: ForOrder, items: Quantities, event: StockEvent) {
    const data = { orderId: order.orderId, items: [...items] };
    await this.outbox.add(manager, { ...occurred(event, data), sagaId: order.sagaId });
  }
}

type StockEvent = EventContract<string, typeof stockReserved.data>;

interface Change {
  readonly to: ReservationStatus;
  readonly move: Parameters<typeof moveStock>[2];
  readonly event: StockEvent;
}

const locked = (manager: EntityManager, orderId: string): Promise<Reservation | null> =>
  manager.findOne(Reservation, { where: { orderId }, lock: { mode: 'pessimistic_write' } });

/** False when the order has a reservation already; a second attempt waits here until the first has committed. */
async function inserted(manager: EntityManager, orderId: string, items: Quantities): Promise<boolean> {
  const result = await manager
    .createQueryBuilder()
    .insert()
    .into(Reservation)
    .values({ orderId, status: 'reserved', items: [...items] })
    .orIgnore()
    .returning('order_id')
    .execute();
  return (result.raw as unknown[]).length === 1;
}
