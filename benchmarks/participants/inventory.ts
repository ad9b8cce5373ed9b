import { Controller } from '@nestjs/common';
import { Ctx } from '@nestjs/microservices';
import { CompensationFor, Participant, Task, type TaskContext } from '@partitura/nest';
import { recordStep } from './steps';
import { runParticipant } from './run-participant';

@Controller()
@Participant('inventory')
class InventoryTasks {
  @Task('reserve')
  async reserve(@Ctx() context: TaskContext) {
    await recordStep(context);
    return { reservationId: context.idempotencyKey };
  }

  @CompensationFor('reserve')
  async release(@Ctx() context: TaskContext) {
    await recordStep(context);
  }
}

void runParticipant('inventory', InventoryTasks);
