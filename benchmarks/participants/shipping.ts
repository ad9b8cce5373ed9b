import { Controller } from '@nestjs/common';
import { Ctx } from '@nestjs/microservices';
import { Participant, Task, type TaskContext } from '@partitura/nest';
import { recordStep } from './steps';
import { runParticipant } from './run-participant';

@Controller()
@Participant('shipping')
class ShippingTasks {
  @Task('ship')
  async ship(@Ctx() context: TaskContext) {
    await recordStep(context);
    return { trackingId: context.idempotencyKey };
  }
}

void runParticipant('shipping', ShippingTasks);
