import { z } from 'zod';

/** Made by the order service (UUIDv7); every other service knows the order by it. */
export const orderId = z.uuid();

/** What every task of the demo needs at least. */
export const ofOrder = z.object({ orderId });
export type OfOrder = z.infer<typeof ofOrder>;
