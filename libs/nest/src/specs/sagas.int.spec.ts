import { Ctx } from '@nestjs/microservices';
import { bpmnDocument } from '@partitura/testing';
import { randomUUID } from 'node:crypto';
import { BusinessError, CompensationFor, Participant, SagaNotBegunError, Sagas, Task, TaskContext } from '..';
import { startHostedService, type HostedService } from './hosted-service';
import { gate, until } from './until';

const held = gate();
let declines = false;
let charges = 0;

@Participant('payment')
class Tasks {
  @Task('charge')
  charge(@Ctx() { sagaId }: TaskContext) {
    charges += 1;
    if (declines) throw new BusinessError('DECLINED');
    return { paymentId: `payment of ${sagaId}` };
  }

  @CompensationFor('charge')
  refund(): void {}

  @Task('check')
  async check(@Ctx() { sagaId }: TaskContext): Promise<void> {
    if (sagaId.startsWith('held')) await held.opened;
  }
}

let service: HostedService;
let sagas: Sagas;
beforeAll(async () => {
  service = await startHostedService({ controllers: [Tasks] });
  sagas = (await service.running.ready).get(Sagas);
});
afterAll(async () => {
  held.open();
  await service.close();
});

const charging = { processId: 'charging-process', variables: { name: 'an order' } };

describe('sagas begun in the service where they run', () => {
  it('end with their variables', async () => {
    const result = await sagas.run(charging);
    expect(result).toEqual({
      sagaId: expect.any(String) as string,
      state: 'completed',
      variables: { name: 'an order', paymentId: `payment of ${result?.sagaId}` },
    });
  });

  it('tell why they were undone', async () => {
    const sagaId = `held-${randomUUID()}`;
    const ended = sagas.run({ ...charging, sagaId }, 30_000);
    await until('the saga', () => service.runtime.saga(sagaId));
    const reason = { code: 'NOT_WANTED' };
    await service.runtime.tell(sagaId, { kind: 'compensateSaga', reason });
    expect(await ended).toMatchObject({ sagaId, state: 'compensated', reason });
  });

  it('go on when nobody waits any longer', async () => {
    const sagaId = `held-${randomUUID()}`;
    expect(await sagas.run({ ...charging, sagaId }, 50)).toBeUndefined();
    held.open();
    expect(await service.ended(sagaId)).toMatchObject({ status: 'completed' });
  });

  it('are begun once by one id (P1)', async () => {
    const sagaId = randomUUID();
    const before = charges;
    expect(await sagas.begin({ ...charging, sagaId })).toBe(sagaId);
    await service.ended(sagaId);
    expect(await sagas.begin({ ...charging, sagaId })).toBe(sagaId);
    expect(charges).toBe(before + 1);
  });

  it('may end by a business error', async () => {
    declines = true;
    expect(await sagas.run(charging)).toMatchObject({ state: 'completed', variables: { name: 'an order' } });
    declines = false;
  });

  it('are refused where their process does not run', async () => {
    const begun = sagas.begin({ processId: 'no-such-process', variables: {} });
    await expect(begun).rejects.toThrow(SagaNotBegunError);
    await expect(begun).rejects.toThrow('Process no-such-process does not run on payment: deploy its model');
  });

  it('are refused when only a message begins the process', async () => {
    await service.runtime.deploy([{ name: 'by-message.bpmn', content: byMessage }]);
    await expect(sagas.run({ processId: 'by-message-process', variables: {} })).rejects.toThrow(
      'Process by-message-process has no none start event: publish the message that starts it.',
    );
  });
});

const byMessage = bpmnDocument(`
  <bpmn:message id="m-wanted" name="PaymentWanted" />
  <bpmn:process id="by-message-process" isExecutable="true">
    <bpmn:startEvent id="wanted"><bpmn:messageEventDefinition id="wd" messageRef="m-wanted" /></bpmn:startEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="wanted" targetRef="over" />
    <bpmn:endEvent id="over" />
  </bpmn:process>`);
