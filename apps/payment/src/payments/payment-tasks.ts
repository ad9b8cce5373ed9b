import { Ctx, Payload } from '@nestjs/microservices';
import {
  authorizePayment,
  capturePayment,
  type InputOf,
  type OfOrder,
  type OutputOf,
  refundPayment,
  voidPayment,
} from '@partitura/contracts';
import { CompensationFor, Participant, Task, TaskContext } from '@partitura/nest';
import { Payments } from './payments';

@Participant('payment')
export class PaymentTasks {
  constructor(private readonly payments: Payments) {}

  @Task('authorizePayment', authorizePayment)
  authorizePayment(
    @Payload() order: InputOf<typeof authorizePayment>,
    @Ctx() ctx: TaskContext,
  ): Promise<OutputOf<typeof authorizePayment>> {
    return this.payments.authorize(ctx, order);
  }

  @CompensationFor('authorizePayment', voidPayment)
  voidPayment(@Payload() { orderId }: OfOrder, @Ctx() ctx: TaskContext): Promise<void> {
    return this.payments.void(ctx, orderId);
  }

  @Task('capturePayment', capturePayment)
  capturePayment(@Payload() { orderId }: OfOrder, @Ctx() ctx: TaskContext): Promise<void> {
    return this.payments.capture(ctx, orderId);
  }

  @CompensationFor('capturePayment', refundPayment)
  refundPayment(@Payload() { orderId }: OfOrder, @Ctx() ctx: TaskContext): Promise<void> {
    return this.payments.refund(ctx, orderId);
  }
}
