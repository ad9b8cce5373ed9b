import { Ctx } from '@nestjs/microservices';
import { createKafkaBus } from '@partitura/kafka';
import { type BusRecord, messageTypes } from '@partitura/runtime';
import { describeWithKafka, testKafkaBrokers } from '@partitura/testing';
import { OutboxService, Participant, Task, TaskContext } from '..';
import { startTestService, type TestService } from './test-service';
import { until } from './until';

// Suites share the broker: topics of this one only.
const participant = `payment-${crypto.randomUUID().slice(0, 8)}`;
let runs = 0;

@Participant(participant)
class Tasks {
  constructor(private readonly outbox: OutboxService) {}

  @Task('charge')
  async charge(@Ctx() ctx: TaskContext): Promise<object> {
    runs += 1;
    await this.outbox.add(ctx.transaction, {
      name: 'Charged',
      sagaId: ctx.sagaId,
      data: { job: ctx.jobKey },
    });
    return { charged: true };
  }
}

describeWithKafka('a participant on Apache Kafka', () => {
  let service: TestService;
  const events: BusRecord[] = [];
  beforeAll(async () => {
    const brokers = await testKafkaBrokers();
    service = await startTestService({
      name: participant,
      controllers: [Tasks],
      env: { KAFKA_BROKERS: brokers.join(',') },
      bus: createKafkaBus({ brokers, clientId: 'host' }),
    });
    await service.host.bus.subscribe({
      group: `events-of-${participant}`,
      topics: [`${participant}.events`],
      handle: (records) => {
        events.push(...records);
        return Promise.resolve();
      },
    });
  }, 200_000);
  afterAll(() => service.close());

  it('takes commands, answers redeliveries from the mark and publishes its events', async () => {
    const request = await service.host.ask('charge');
    expect(await service.host.answer(request)).toEqual({ kind: 'completed', variables: { charged: true } });
    await service.host.send(messageTypes.jobRequested, request);
    expect(await service.host.answer(request, 2)).toEqual({
      kind: 'completed',
      variables: { charged: true },
    });
    expect(runs).toBe(1);
    await until('the event', () => events.find(({ value }) => value.includes(request.jobKey)));
  });

  it('takes jobs back', async () => {
    const request = service.host.request('charge');
    await service.host.withdraw(request);
    expect(await service.host.acknowledgement(request)).toMatchObject({ lateUndo: 'none' });
  });

  it('sets poison aside', async () => {
    await service.host.bus.publish([{ topic: `${participant}.commands`, key: 'k', value: '{', headers: {} }]);
    await until('the dead letter', () => service.host.deadLetters()[0]);
  });
});
