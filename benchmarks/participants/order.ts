import { Body, Controller, GatewayTimeoutException, HttpCode, Post } from '@nestjs/common';
import { Ctx } from '@nestjs/microservices';
import { Participant, type SagaResult, Sagas, Task, type TaskContext } from '@partitura/nest';
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

const finalWithinMs = 60_000;

/** Where customers order when the service runs its own fragment; otherwise they do at the orchestrator. */
@Controller('orders')
class Orders {
  constructor(private readonly sagas: Sagas) {}

  @Post()
  @HttpCode(200)
  async place(@Body() order: SagaResult['variables']): Promise<SagaResult> {
    const result = await this.sagas.run({ processId: 's4-order', variables: order }, finalWithinMs);
    if (result === undefined) throw new GatewayTimeoutException('The saga goes on.');
    return result;
  }
}

void runParticipant('order', OrderTasks, Orders);
