import { z } from 'zod';
import { event } from '../event';
import { sku } from '../values/order-line';
import { ofOrder } from '../values/order-id';

/** One entry for each sku: lines of one sku are added up, so a quantity may exceed that of one line. */
const moved = ofOrder.extend({ items: z.array(z.object({ sku, quantity: z.int().min(1) })).min(1) });

export const stockReserved = event('inventory', 'StockReserved', moved);
export const stockReleased = event('inventory', 'StockReleased', moved);
export const stockHandedOver = event('inventory', 'StockHandedOver', moved);
export const stockTakenBack = event('inventory', 'StockTakenBack', moved);
