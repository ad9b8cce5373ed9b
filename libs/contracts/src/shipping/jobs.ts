import { z } from 'zod';
import { job, nothing } from '../job';
import { address } from '../values/address';
import { ofOrder } from '../values/order-id';
import { line } from '../values/text';

/** Hands the parcel to a carrier; error `ADDRESS_NOT_SERVED`. */
export const shipParcel = job('shipping.shipParcel', {
  input: ofOrder.extend({ shippingAddress: address }),
  output: z.object({ shipmentId: z.uuid(), trackingId: line(100) }),
});

/** Compensation of `shipParcel`. */
export const recallParcel = job('shipping.recallParcel', { input: ofOrder, output: nothing });
