import { type Money, type OrderLine } from '@partitura/contracts';
import { HistoryEntry } from './history-entry.entity';
import { Order } from './order.entity';
import { type OrderStatus } from './order-status';

/** An order as `GET /orders` lists it. */
export interface OrderSummary {
  readonly orderId: string;
  readonly sagaId: string;
  readonly status: OrderStatus;
  readonly reason: string | null;
  readonly total: Money;
  readonly items: readonly OrderLine[];
}

/** An order as `GET /orders/{id}` shows it; `at` is RFC 3339 in UTC. */
export interface OrderView extends OrderSummary {
  readonly history: readonly { readonly at: string; readonly what: string }[];
}

/** What `POST /orders` and `POST /orders/{id}/cancel` answer. */
export interface AcceptedOrder {
  readonly orderId: string;
  readonly sagaId: string;
  readonly status: 'pending';
  readonly links: { readonly self: string; readonly cancel: string };
}

export const orderSummary = (order: Order): OrderSummary => ({
  orderId: order.orderId,
  sagaId: order.sagaId,
  status: order.status,
  reason: order.reason,
  total: { amount: order.totalAmount, currency: order.currency },
  // Field by field: jsonb keeps no order of keys.
  items: order.items.map(({ sku, quantity, unitPrice: { amount, currency } }) => ({
    sku,
    quantity,
    unitPrice: { amount, currency },
  })),
});

export const orderView = (order: Order, history: readonly HistoryEntry[]): OrderView => ({
  ...orderSummary(order),
  history: history.map(({ at, what }) => ({ at: at.toISOString(), what })),
});

/** A repeated request gets the very answer of the first one: what became of the order since is read at `self`. */
export const acceptedOrder = ({ orderId, sagaId }: Pick<Order, 'orderId' | 'sagaId'>): AcceptedOrder => ({
  orderId,
  sagaId,
  status: 'pending',
  links: { self: `/orders/${orderId}`, cancel: `/orders/${orderId}/cancel` },
});
