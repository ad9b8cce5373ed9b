import { address, line, MAX_LINES, quantity, sku } from '@partitura/contracts';
import { z } from 'zod';
import { priceOf } from '../catalogue/catalogue';
import { exactly } from './exactly';

/**
 * Body of `POST /orders`.
 *
 * Unknown fields are refused: a client that sends a price is told so, instead of paying another one.
 */
export const placeOrderRequest = exactly({
  customerId: line(100),
  items: z
    .array(
      exactly({
        sku: sku.refine((text) => priceOf(text) !== undefined, 'is not in the catalogue'),
        quantity,
      }),
    )
    .min(1, 'must have at least one line')
    .max(MAX_LINES, `must have at most ${MAX_LINES} lines`),
  shippingAddress: exactly(address.shape),
  paymentToken: line(200),
});
export type PlaceOrderRequest = z.infer<typeof placeOrderRequest>;

/** Header `Idempotency-Key`. */
export const idempotencyKey = line(255).optional();
