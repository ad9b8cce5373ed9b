import { Ctx, Payload } from '@nestjs/microservices';
import { closeOrder, confirmOrder, type OfOrder } from '@partitura/contracts';
import { Participant, Task, TaskContext } from '@partitura/nest';
import { EndOrder, UNDONE } from './end-order';

@Participant('order')
export class OrderTasks {
  constructor(private readonly orders: EndOrder) {}

  @Task('confirmOrder', confirmOrder)
  async confirmOrder(@Payload() { orderId }: OfOrder, @Ctx() ctx: TaskContext): Promise<void> {
    await this.orders.prepareConfirmation(ctx.transaction, orderId);
  }

  /** Undoes "Register order", a step without work of its own: no task for `@CompensationFor` to name. */
  @Task('closeOrder', closeOrder)
  async closeOrder(@Payload() { orderId }: OfOrder, @Ctx() ctx: TaskContext): Promise<void> {
    await this.orders.prepareClosing(ctx.transaction, orderId, ctx.compensates?.reason?.code ?? UNDONE);
  }
}
