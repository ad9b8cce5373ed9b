import { Module } from '@nestjs/common';
import { PaymentGateway } from './gateway/payment-gateway';
import { SandboxGateway } from './gateway/sandbox-gateway';
import { PaymentRecords } from './payments/payment-records';
import { PaymentTasks } from './payments/payment-tasks';
import { PaymentsController } from './payments/payments.controller';
import { Payments } from './payments/payments';

@Module({
  controllers: [PaymentsController, PaymentTasks],
  providers: [Payments, PaymentRecords, { provide: PaymentGateway, useClass: SandboxGateway }],
})
export class PaymentModule {}
