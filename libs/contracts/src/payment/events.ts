import { z } from 'zod';
import { event } from '../event';
import { money } from '../values/money';
import { ofOrder } from '../values/order-id';
import { line } from '../values/text';

const ofPayment = ofOrder.extend({ paymentId: z.uuid(), amount: money });

export const paymentAuthorized = event('payment', 'PaymentAuthorized', ofPayment);
/** `why` is the gateway's word, for people. */
export const paymentDeclined = event('payment', 'PaymentDeclined', ofPayment.extend({ why: line(200) }));
export const paymentCaptured = event('payment', 'PaymentCaptured', ofPayment);
export const paymentVoided = event('payment', 'PaymentVoided', ofPayment);
export const paymentRefunded = event('payment', 'PaymentRefunded', ofPayment);
