import { z } from 'zod';
import { money } from './money';
import { line } from './text';

export const MAX_QUANTITY = 1_000;
export const MAX_LINES = 100;

export const sku = line(64);
/** Pieces of one sku in one line of an order. */
export const quantity = z.int().min(1).max(MAX_QUANTITY);

/** Pieces of one sku. */
export const pieces = z.object({ sku, quantity });
export type Pieces = z.infer<typeof pieces>;

/** Pieces of one sku at the price they had when the order was placed. */
export const orderLine = pieces.extend({ unitPrice: money });
export type OrderLine = z.infer<typeof orderLine>;
