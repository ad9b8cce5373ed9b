import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { authorizePayment, type InputOf, reasons } from '@partitura/contracts';
import { BusinessError, TaskContext } from '@partitura/nest';
import { DataSource } from 'typeorm';
import { PaymentGateway } from '../gateway/payment-gateway';
import { PaymentRecords } from './payment-records';
import { Payment } from './payment.entity';

/** What a payment needs to know of the attempt that moves it. */
export type Attempt = Pick<TaskContext, 'sagaId' | 'idempotencyKey' | 'signal' | 'transaction'>;

/**
 * Holds, takes and gives back the money of orders.
 *
 * The gateway is asked before the first use of the attempt's transaction, so that no connection waits for it. Its
 * effects do not roll back with ours; its idempotency makes a repeated attempt end in the same state.
 */
@Injectable()
export class Payments {
  constructor(
    private readonly gateway: PaymentGateway,
    private readonly records: PaymentRecords,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** Throws `BusinessError` `PAYMENT_DECLINED`; the declined payment is kept all the same. */
  async authorize(
    attempt: Attempt,
    { orderId, total, paymentToken }: InputOf<typeof authorizePayment>,
  ): Promise<{ paymentId: string }> {
    const { idempotencyKey, signal } = attempt;
    const answer = await this.gateway.authorize({
      idempotencyKey,
      amount: total,
      token: paymentToken,
      signal,
    });
    // Nobody waits any more, so nobody would compensate: what the gateway holds goes back here.
    if (signal.aborted && answer.approved) await this.gateway.giveBack(answer.reference);
    signal.throwIfAborted();

    const payment = await this.records.open(attempt, orderId, total, answer);
    // The order had a payment before: it stands, and the money that is held a second time goes back.
    if (answer.approved && payment.reference !== answer.reference)
      await this.gateway.giveBack(answer.reference);
    return usable(payment);
  }

  /** Throws `BusinessError` `NOT_AUTHORIZED` when no money is held for the order. */
  async capture(attempt: Attempt, orderId: string): Promise<void> {
    const payment = await this.find(orderId);
    if (payment?.status === 'captured') return;
    if (payment?.status !== 'authorized')
      throw new BusinessError(reasons.notAuthorized, `No money is held for order ${orderId}.`);
    await this.gateway.capture(payment.reference);
    await this.records.change(attempt, payment, 'captured');
  }

  /**
   * Undoes an authorization, whatever became of it since; does nothing when there was none.
   *
   * A declined one is undone only when its answer came too late to count, and the order ended for another reason.
   */
  async void(attempt: Attempt, orderId: string): Promise<void> {
    const payment = await this.find(orderId);
    if (payment?.status === 'authorized' || payment?.status === 'declined')
      await this.giveBack(attempt, payment, 'voided');
    if (payment?.status === 'captured') await this.giveBack(attempt, payment, 'refunded');
  }

  /** Undoes a capture; does nothing when no money was taken. */
  async refund(attempt: Attempt, orderId: string): Promise<void> {
    const payment = await this.find(orderId);
    if (payment?.status === 'captured') await this.giveBack(attempt, payment, 'refunded');
  }

  private async giveBack(attempt: Attempt, payment: Payment, status: 'voided' | 'refunded'): Promise<void> {
    await this.gateway.giveBack(payment.reference);
    await this.records.change(attempt, payment, status);
  }

  private find(orderId: string): Promise<Payment | null> {
    return this.dataSource.manager.findOneBy(Payment, { orderId });
  }
}

function usable({ paymentId, orderId, status }: Payment): { paymentId: string } {
  switch (status) {
    case 'authorized':
    case 'captured':
      return { paymentId };
    case 'declined':
      throw new BusinessError(reasons.paymentDeclined, `The payment of order ${orderId} was declined.`, {
        commit: true,
      });
    case 'voided':
    case 'refunded':
      throw new BusinessError(reasons.orderClosed, `The payment of order ${orderId} has been given back.`);
  }
}
