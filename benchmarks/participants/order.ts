import { Controller } from '@nestjs/common';
import { Ctx } from '@nestjs/microservices';
import { Participant, Task, type TaskContext } from '@partitura/nest';
import { recordStep } from './steps';
import { runParticipant } from './run-participant';

@Controller()
@Participant('order')
class OrderTasks {
  @Task('confirm')
  async confirm(@Ctx() context: TaskContext) {
    await recordStep(context);
    return { confirmed: context.idempotencyKey };
  }

  /** Undoes the registration of the order, which is no work of this service. */
  @Task('cancel')
  async cancel(@Ctx() context: TaskContext) {
    await recordStep(context);
  }
}

void runParticipant('order', OrderTasks);
