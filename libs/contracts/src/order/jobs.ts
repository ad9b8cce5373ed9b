import { job, nothing } from '../job';
import { ofOrder } from '../values/order-id';

/** Closes the order to cancellations; error `CANCELLED_BY_CUSTOMER` when the customer was quicker. */
export const confirmOrder = job('order.confirmOrder', { input: ofOrder, output: nothing });

/** Compensation: notes the reason for which its saga is undone; the end of the saga makes it final. */
export const closeOrder = job('order.closeOrder', { input: ofOrder, output: nothing });
