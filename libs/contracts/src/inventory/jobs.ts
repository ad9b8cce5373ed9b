import { z } from 'zod';
import { job, nothing } from '../job';
import { MAX_LINES, pieces } from '../values/order-line';
import { ofOrder } from '../values/order-id';

/** Takes all pieces of an order or none; error `OUT_OF_STOCK`. */
export const reserveStock = job('inventory.reserveStock', {
  input: ofOrder.extend({ items: z.array(pieces).min(1).max(MAX_LINES) }),
  output: nothing,
});

/** Compensation of `reserveStock`. */
export const releaseStock = job('inventory.releaseStock', { input: ofOrder, output: nothing });

/** The reserved pieces leave with the parcel; error `NOT_RESERVED`. */
export const handOverStock = job('inventory.handOverStock', { input: ofOrder, output: nothing });

/** Compensation of `handOverStock`: the pieces are reserved again. */
export const takeBackStock = job('inventory.takeBackStock', { input: ofOrder, output: nothing });
