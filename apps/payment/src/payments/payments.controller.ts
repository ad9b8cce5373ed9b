import { type Money } from '@partitura/contracts';
import { Controller, Get, Query } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { validate } from 'uuid';
import { Payment, type PaymentStatus } from './payment.entity';

/** Rows at most in the answer to a request without a filter. */
const LATEST = 1_000;

export interface PaymentView {
  readonly paymentId: string;
  readonly orderId: string;
  readonly amount: Money;
  readonly status: PaymentStatus;
}

@Controller('payments')
export class PaymentsController {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The payments of one order; without `orderId` the latest ones. Newest first. */
  @Get()
  async list(@Query('orderId') orderId?: unknown): Promise<PaymentView[]> {
    if (orderId !== undefined && !(typeof orderId === 'string' && validate(orderId))) return [];
    const payments = await this.dataSource.manager.find(Payment, {
      where: orderId === undefined ? {} : { orderId },
      order: { paymentId: 'DESC' },
      take: LATEST,
    });
    return payments.map(paymentView);
  }
}

const paymentView = ({ paymentId, orderId, amount, currency, status }: Payment): PaymentView => ({
  paymentId,
  orderId,
  amount: { amount, currency },
  status,
});
