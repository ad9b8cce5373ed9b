import { Injectable } from '@nestjs/common';
import {
  type EventContract,
  type Money,
  occurred,
  paymentAuthorized,
  paymentCaptured,
  paymentDeclined,
  paymentRefunded,
  paymentVoided,
} from '@partitura/contracts';
import { OutboxService, TaskContext } from '@partitura/nest';
import { v7 as uuidv7 } from 'uuid';
import { type Authorization } from '../gateway/payment-gateway';
import { Payment } from './payment.entity';

type Recording = Pick<TaskContext, 'sagaId' | 'transaction'>;
type Later = 'captured' | 'voided' | 'refunded';

const changed: Record<Later, EventContract<string, typeof paymentCaptured.data>> = {
  captured: paymentCaptured,
  voided: paymentVoided,
  refunded: paymentRefunded,
};

/** Payments and their events, as rows of an attempt's transaction. */
@Injectable()
export class PaymentRecords {
  constructor(private readonly outbox: OutboxService) {}

  /** The order's payment: a new one by the gateway's answer, or the one that it has already. */
  async open(recording: Recording, orderId: string, total: Money, answer: Authorization): Promise<Payment> {
    const { transaction, sagaId } = recording;
    const payment = Object.assign(new Payment(), {
      paymentId: uuidv7(),
      orderId,
      amount: total.amount,
      currency: total.currency,
      status: answer.approved ? 'authorized' : 'declined',
      reference: answer.reference,
    } satisfies Payment);
    const inserted = await transaction
      .createQueryBuilder()
      .insert()
      .into(Payment)
      .values(payment)
      .orIgnore()
      .returning('payment_id')
      .execute();
    if ((inserted.raw as unknown[]).length === 0) return transaction.findOneByOrFail(Payment, { orderId });
    const data = eventData(payment);
    const event = answer.approved
      ? occurred(paymentAuthorized, data)
      : occurred(paymentDeclined, { ...data, why: answer.why });
    await this.outbox.add(transaction, { ...event, sagaId });
    return payment;
  }

  /** Throws when the payment's status is no longer the one that was read. */
  async change({ transaction, sagaId }: Recording, payment: Payment, status: Later): Promise<void> {
    const { affected } = await transaction.update(
      Payment,
      { paymentId: payment.paymentId, status: payment.status },
      { status },
    );
    if (affected !== 1)
      throw new Error(
        `Payment ${payment.paymentId} changed while it was to be ${status}: try again, the gateway takes repetitions.`,
      );
    await this.outbox.add(transaction, { ...occurred(changed[status], eventData(payment)), sagaId });
  }
}

const eventData = ({ orderId, paymentId, amount, currency }: Payment) => ({
  orderId,
  paymentId,
  amount: { amount, currency },
});
