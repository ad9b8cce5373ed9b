import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { linkToSaga } from '@partitura/telemetry';
import { DataSource, LessThan } from 'typeorm';
import { validate } from 'uuid';
import { HistoryEntry } from './history-entry.entity';
import { type ListOrdersQuery } from './list-orders.schema';
import { Order } from './order.entity';
import { orderSummary, orderView, type OrderSummary, type OrderView } from './order-view';

export const PAGE_SIZE = 50;

/** A page of orders, newest first; `nextCursor` is null on the last one. */
export interface OrderPage {
  readonly orders: readonly OrderSummary[];
  readonly nextCursor: string | null;
}

/** Reads orders. */
@Injectable()
export class OrderBook {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Undefined when there is no such order. */
  async find(orderId: string): Promise<OrderView | undefined> {
    if (!validate(orderId)) return undefined;
    const { manager } = this.dataSource;
    const order = await manager.findOneBy(Order, { orderId });
    if (order === null) return undefined;
    linkToSaga(order.traceparent ?? undefined);
    const history = await manager.find(HistoryEntry, { where: { orderId }, order: { id: 'ASC' } });
    return orderView(order, history);
  }

  async list({ status, cursor }: ListOrdersQuery): Promise<OrderPage> {
    // One order more than a page tells whether another page follows. No offsets: new orders would shift them.
    const found = await this.dataSource.manager.find(Order, {
      where: {
        ...(status !== undefined && { status }),
        ...(cursor !== undefined && { orderId: LessThan(cursor) }),
      },
      order: { orderId: 'DESC' },
      take: PAGE_SIZE + 1,
    });
    const page = found.slice(0, PAGE_SIZE);
    return {
      orders: page.map(orderSummary),
      nextCursor: found.length > PAGE_SIZE ? (page.at(-1)?.orderId ?? null) : null,
    };
  }
}
