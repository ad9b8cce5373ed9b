import { z } from 'zod';
import { job, nothing } from '../job';
import { money } from '../values/money';
import { ofOrder } from '../values/order-id';
import { line } from '../values/text';

/** Holds the order's total; error `PAYMENT_DECLINED`. */
export const authorizePayment = job('payment.authorizePayment', {
  input: ofOrder.extend({ total: money, paymentToken: line(200) }),
  output: z.object({ paymentId: z.uuid() }),
});

/** Compensation of `authorizePayment`. */
export const voidPayment = job('payment.voidPayment', { input: ofOrder, output: nothing });

/** Takes the money that is held; error `NOT_AUTHORIZED`. */
export const capturePayment = job('payment.capturePayment', { input: ofOrder, output: nothing });

/** Compensation of `capturePayment`. */
export const refundPayment = job('payment.refundPayment', { input: ofOrder, output: nothing });
