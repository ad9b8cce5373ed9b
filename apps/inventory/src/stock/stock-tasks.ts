import { Ctx, Payload } from '@nestjs/microservices';
import {
  handOverStock,
  type InputOf,
  type OfOrder,
  releaseStock,
  reserveStock,
  takeBackStock,
} from '@partitura/contracts';
import { CompensationFor, Participant, Task, TaskContext } from '@partitura/nest';
import { Reservations } from './reservations';

@Participant('inventory')
export class StockTasks {
  constructor(private readonly reservations: Reservations) {}

  @Task('reserveStock', reserveStock)
  async reserveStock(
    @Payload() { orderId, items }: InputOf<typeof reserveStock>,
    @Ctx() { transaction, sagaId }: TaskContext,
  ): Promise<void> {
    await this.reservations.reserve(transaction, { orderId, sagaId }, items);
  }

  @CompensationFor('reserveStock', releaseStock)
  async releaseStock(
    @Payload() { orderId }: OfOrder,
    @Ctx() { transaction, sagaId }: TaskContext,
  ): Promise<void> {
    await this.reservations.release(transaction, { orderId, sagaId });
  }

  @Task('handOverStock', handOverStock)
  async handOverStock(
    @Payload() { orderId }: OfOrder,
    @Ctx() { transaction, sagaId }: TaskContext,
  ): Promise<void> {
    await this.reservations.handOver(transaction, { orderId, sagaId });
  }

  @CompensationFor('handOverStock', takeBackStock)
  async takeBackStock(
    @Payload() { orderId }: OfOrder,
    @Ctx() { transaction, sagaId }: TaskContext,
  ): Promise<void> {
    await this.reservations.takeBack(transaction, { orderId, sagaId });
  }
}
