import { z } from 'zod';
import { orderStatuses } from './order-status';

/** Query of `GET /orders`; the cursor is the last order id of the page before. */
export const listOrdersQuery = z.object({
  status: z.enum(orderStatuses).optional(),
  cursor: z.uuid('must be the nextCursor of a page before').optional(),
});
export type ListOrdersQuery = z.infer<typeof listOrdersQuery>;
