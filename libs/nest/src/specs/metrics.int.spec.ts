import { Ctx } from '@nestjs/microservices';
import { messageTypes } from '@partitura/runtime';
import { CompensationFor, Participant, Task, TaskContext } from '..';
import { startTestService, type TestService } from './test-service';

@Participant('payment')
class Tasks {
  @Task('charge')
  charge(@Ctx() ctx: TaskContext): void {
    if (ctx.attempt === 1) throw new Error('Not yet');
  }

  @CompensationFor('charge')
  refund(): void {}
}

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ controllers: [Tasks] });
});
afterAll(() => service.close());

it('counts and times what the inbox does', async () => {
  const { host } = service;
  const request = await host.ask('charge');
  await host.answer(request);
  await host.send(messageTypes.jobRequested, { ...request, attempt: 2 });
  await host.answer(request, 2);
  await host.send(messageTypes.jobRequested, { ...request, attempt: 2 });
  await host.answer(request, 3);
  await host.withdraw(request, { jobType: 'payment.refund' });
  await host.acknowledgement(request);
  await host.outcome('charge', { variables: [] as never });

  const text = await (await fetch(`${service.running.url}/metrics`)).text();
  const value = (name: string, ...labels: string[]): number => {
    const line = text
      .split('\n')
      .find((one) => one.startsWith(name) && labels.every((label) => one.includes(label)));
    return Number(line?.split(' ').at(-1));
  };
  const duration = 'partitura_handler_duration_count';
  expect(value(duration, 'job_type="payment.charge"', 'outcome="failed"')).toBe(1);
  expect(value(duration, 'job_type="payment.charge"', 'outcome="completed"')).toBe(1);
  expect(value(duration, 'job_type="payment.refund"')).toBe(1);
  expect(value('partitura_handler_retries_total', 'job_type="payment.charge"')).toBe(1);
  expect(value('partitura_inbox_duplicates_total')).toBe(1);
  expect(value('partitura_inbox_poison_total')).toBe(1);
  expect(value('partitura_late_undos_total', 'outcome="done"')).toBe(1);
  expect(value('partitura_inbox_in_flight')).toBe(0);
});
