import { Ctx, Payload } from '@nestjs/microservices';
import { type InputOf, type OfOrder, type OutputOf, recallParcel, shipParcel } from '@partitura/contracts';
import { CompensationFor, Participant, Task, TaskContext } from '@partitura/nest';
import { Shipments } from './shipments';

@Participant('shipping')
export class ShippingTasks {
  constructor(private readonly shipments: Shipments) {}

  @Task('shipParcel', shipParcel)
  shipParcel(
    @Payload() order: InputOf<typeof shipParcel>,
    @Ctx() ctx: TaskContext,
  ): Promise<OutputOf<typeof shipParcel>> {
    return this.shipments.ship(ctx, order);
  }

  @CompensationFor('shipParcel', recallParcel)
  recallParcel(@Payload() { orderId }: OfOrder, @Ctx() ctx: TaskContext): Promise<void> {
    return this.shipments.recall(ctx, orderId);
  }
}
