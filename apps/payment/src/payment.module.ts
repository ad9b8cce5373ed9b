import { Module } from '@nestjs/common';
import { HostModule } from '@partitura/nest';
import { PaymentGateway } from './gateway/payment-gateway';
import { SandboxGateway } from './gateway/sandbox-gateway';
import { PaymentRecords } from './payments/payment-records';
import { PaymentTasks } from './payments/payment-tasks';
import { PaymentsController } from './payments/payments.controller';
import { Payments } from './payments/payments';

@Module({
  imports: [HostModule],
  controllers: [PaymentsController, PaymentTasks],
  providers: [Payments, PaymentRecords, { provide: PaymentGateway, useClass: SandboxGateway }],
})
export class PaymentModule {}
