import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { BusinessError, Participant, Task, type TaskContext } from '@partitura/nest';
import { recordStep } from './steps';
import { runParticipant } from './run-participant';

@Controller()
@Participant('payment')
class PaymentTasks {
  @Task('charge')
  async charge(@Payload() { declined = false }: { declined?: boolean }, @Ctx() context: TaskContext) {
    if (declined) throw new BusinessError('DECLINED');
    await recordStep(context);
    return { paymentId: context.idempotencyKey };
  }
}

void runParticipant('payment', PaymentTasks);
