import { z } from 'zod';
import { event } from '../event';
import { ofOrder } from '../values/order-id';
import { line } from '../values/text';

const ofShipment = ofOrder.extend({ shipmentId: z.uuid() });
const withCarrier = ofShipment.extend({ carrier: line(100), trackingId: line(100) });

export const parcelShipped = event('shipping', 'ParcelShipped', withCarrier);
export const parcelRecalled = event('shipping', 'ParcelRecalled', withCarrier);
export const parcelRefused = event('shipping', 'ParcelRefused', ofShipment.extend({ country: line(2) }));
