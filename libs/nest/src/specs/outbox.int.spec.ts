import { Controller, Inject, Post } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type BusRecord, decodeCloudEvent } from '@partitura/runtime';
import { DataSource } from 'typeorm';
import { OutboxRelay, OutboxService, Participant, Task, TaskContext } from '..';
import { startTestService, type TestService } from './test-service';
import { until } from './until';

@Controller('payments')
class PaymentsController {
  constructor(private readonly outbox: OutboxService) {}

  @Post()
  async pay(): Promise<object> {
    await this.outbox.transaction((manager) =>
      this.outbox.add(manager, { name: 'Paid', sagaId: 'http', data: { by: 'http' } }),
    );
    return {};
  }
}

@Participant('payment')
class Tasks {
  constructor(@Inject(OutboxService) private readonly outbox: OutboxService) {}

  @Task('pay')
  async pay(@Payload() { fail }: { fail?: boolean }, @Ctx() ctx: TaskContext): Promise<void> {
    await this.outbox.add(ctx.transaction, { name: 'Paid', sagaId: ctx.sagaId, data: { job: ctx.jobKey } });
    if (fail) throw new Error('Changed my mind');
  }
}

describe('the outbox', () => {
  let service: TestService;
  let outbox: OutboxService;
  const events: BusRecord[] = [];
  beforeAll(async () => {
    service = await startTestService({ controllers: [PaymentsController, Tasks] });
    outbox = (await service.running.ready).get(OutboxService);
    await service.host.bus.ensureTopics(['payment.events', 'orchestrator.commands']);
    await service.host.bus.subscribe({
      group: 'events',
      topics: ['payment.events', 'orchestrator.commands'],
      handle: (records) => {
        events.push(...records);
        return Promise.resolve();
      },
    });
  });
  afterAll(() => service.close());

  const dataOf = (sagaId: string): unknown[] =>
    events.filter(({ key }) => key === sagaId).map((record) => decodeCloudEvent(record).data);
  const waiting = async (): Promise<number> => {
    const [row] = await service.dataSource.query<{ n: number }[]>(
      'SELECT count(*)::int AS n FROM partitura.outbox',
    );
    return row?.n ?? -1;
  };

  it('publishes a domain event as a CloudEvent right after the commit', async () => {
    await outbox.transaction((manager) =>
      outbox.add(manager, { name: 'Paid', sagaId: 's1', data: { n: 1 } }),
    );
    const record = await until('the event', () => events.find(({ key }) => key === 's1'));
    expect(record.topic).toBe('payment.events');
    expect(decodeCloudEvent(record)).toMatchObject({
      type: 'io.partitura.event.Paid',
      source: '/payment',
      sagaId: 's1',
      data: { n: 1 },
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
    await until('the row to be gone', async () => (await waiting()) === 0);
  });

  it('publishes commands to other topics', async () => {
    const command = { topic: 'orchestrator.commands', type: 'undo.v1', sagaId: 's2', data: { sagaId: 's2' } };
    await outbox.transaction((manager) => outbox.addCommand(manager, command));
    const record = await until('the command', () => events.find(({ key }) => key === 's2'));
    expect(record).toMatchObject({ topic: 'orchestrator.commands', headers: { ce_type: 'undo.v1' } });
  });

  it('wakes by itself for transactions that it did not begin', async () => {
    const dataSource = (await service.running.ready).get(DataSource);
    await dataSource.transaction(async (manager) => {
      // Also inside a savepoint.
      await manager.transaction((inner) => outbox.add(inner, { name: 'Paid', sagaId: 's3', data: {} }));
    });
    await until('the event', () => dataOf('s3').length > 0);
  });

  it('publishes nothing of a transaction that is rolled back (P2)', async () => {
    await expect(
      outbox.transaction(async (manager) => {
        await outbox.add(manager, { name: 'Paid', sagaId: 's4', data: {} });
        throw new Error('No');
      }),
    ).rejects.toThrow('No');
    await outbox.transaction((manager) => outbox.add(manager, { name: 'Paid', sagaId: 's5', data: {} }));
    await until('the next event', () => dataOf('s5').length > 0);
    expect(dataOf('s4')).toEqual([]);
  });

  it('refuses a manager without a transaction', async () => {
    await expect(
      outbox.add(service.dataSource.manager, { name: 'Paid', sagaId: 's6', data: {} }),
    ).rejects.toThrow(/Use `outbox\.transaction/);
  });

  it('shares the transaction of a job', async () => {
    const { jobKey, ...request } = await service.host.ask('pay');
    expect(await service.host.answer({ jobKey, ...request })).toMatchObject({ kind: 'completed' });
    await until('the event', () => dataOf('saga-1').length > 0);
    expect(await service.host.outcome('pay', { variables: { fail: true } })).toMatchObject({
      kind: 'failed',
    });
    await outbox.flush();
    expect(dataOf('saga-1')).toEqual([{ job: jobKey }]);
  });

  it('shares the transaction of a request', async () => {
    await fetch(`${service.running.url}/payments`, { method: 'POST' });
    await until('the event', () => dataOf('http').length > 0);
  });

  it('keeps the order per saga, with two instances at work (P3)', async () => {
    const other = await service.another();
    const relay = (await other.ready).get(OutboxRelay);
    const sagas = ['a', 'b', 'c', 'd'];
    const steps = 40;
    await Promise.all(
      sagas.map(async (saga) => {
        for (let step = 0; step < steps; step += 1) {
          await outbox.transaction((manager) =>
            outbox.add(manager, { name: 'Paid', sagaId: `order-${saga}`, data: step }),
          );
          relay.wake();
        }
      }),
    );
    const expected = Array.from({ length: steps }, (_, step) => step);
    for (const saga of sagas) {
      await until('all events', () => dataOf(`order-${saga}`).length >= steps);
      expect(dataOf(`order-${saga}`)).toEqual(expected);
    }
    await other.close();
  });

  it('publishes what a crash left', async () => {
    await service.dataSource.query(
      `INSERT INTO partitura.outbox (topic, saga_id, event_id, type, data)
       VALUES ('payment.events', 'left', gen_random_uuid(), 't', '{"left":true}')`,
    );
    await until('the event', () => dataOf('left').length > 0);
  });

  it('keeps messages while the bus refuses them, and tells how many and how old', async () => {
    const bus = service.host.bus;
    const relay = (await service.running.ready).get(OutboxRelay);
    const refusing = jest
      .spyOn(relay['options'].bus, 'publish')
      .mockImplementation(() => Promise.reject(new Error('The broker is away')));
    await outbox.transaction((manager) => outbox.add(manager, { name: 'Paid', sagaId: 'kept', data: {} }));
    await expect(outbox.flush()).rejects.toThrow('The broker is away');
    expect(await waiting()).toBe(1);
    await until('the metric', async () =>
      /^partitura_outbox_size(\{.*\})? 1\b/m.test(
        await (await fetch(`${service.running.url}/metrics`)).text(),
      ),
    );
    refusing.mockRestore();
    await until('the event', () => dataOf('kept').length > 0);
    expect(bus.health().up).toBe(true);
  });
});
