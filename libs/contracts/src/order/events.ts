import { z } from 'zod';
import { event } from '../event';
import { address } from '../values/address';
import { money } from '../values/money';
import { MAX_LINES, orderLine } from '../values/order-line';
import { ofOrder } from '../values/order-id';
import { line } from '../values/text';

/** Begins the saga; its data are the saga's first variables. */
export const orderPlaced = event(
  'order',
  'OrderPlaced',
  ofOrder.extend({
    customerId: line(100),
    items: z.array(orderLine).min(1).max(MAX_LINES),
    total: money,
    shippingAddress: address,
    paymentToken: line(200),
  }),
);
export type OrderPlaced = z.infer<typeof orderPlaced.data>;

/** A BPMN message to the customer, sent by the saga as it ends well. */
export const orderFulfilled = event('order', 'OrderFulfilled', ofOrder);

const closed = ofOrder.extend({ reason: line(200) });

export const orderCancellationRequested = event('order', 'OrderCancellationRequested', ofOrder);
export const orderConfirmed = event('order', 'OrderConfirmed', ofOrder.extend({ total: money }));
export const orderRejected = event('order', 'OrderRejected', closed);
export const orderCancelled = event('order', 'OrderCancelled', closed);
export const orderFailed = event('order', 'OrderFailed', closed);
