import { Controller, Param, Post } from '@nestjs/common';
import { Ctx } from '@nestjs/microservices';
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { messageTypes } from '@partitura/runtime';
import { traceparentOf, withSpan } from '@partitura/telemetry';
import { CompensationFor, OutboxService, Participant, Task, TaskContext } from '..';
import { startTestService, type TestService } from './test-service';
import { until } from './until';

const exporter = new InMemorySpanExporter();

@Controller()
class OrdersController {
  constructor(private readonly outbox: OutboxService) {}

  /** Stands in for HTTP instrumentation, which cannot patch modules inside the test runner. */
  @Post('orders/:sagaId')
  async place(@Param('sagaId') sagaId: string): Promise<void> {
    await withSpan(
      'POST /orders',
      {},
      () =>
        this.outbox.transaction((manager) =>
          this.outbox.add(manager, { name: 'OrderPlaced', sagaId, data: {} }),
        ),
      ROOT_CONTEXT,
    );
  }
}

@Participant('payment')
class Tasks {
  @Task('charge')
  async charge(@Ctx() ctx: TaskContext): Promise<void> {
    await withSpan('gateway', {}, () => undefined);
    if (ctx.retries > 3) throw new Error('Once more');
  }

  @CompensationFor('charge')
  refund(): void {}
}

describe('spans of a participant', () => {
  let service: TestService;
  let sdk: NodeSDK;
  beforeAll(async () => {
    sdk = new NodeSDK({
      autoDetectResources: false,
      metricReaders: [],
      logRecordProcessors: [],
      spanProcessors: [new SimpleSpanProcessor({ exporter })],
    });
    sdk.start();
    service = await startTestService({ controllers: [OrdersController, Tasks] });
  });
  afterAll(async () => {
    await service.close();
    await sdk.shutdown();
    trace.disable();
  });
  beforeEach(() => exporter.reset());

  const span = (name: string, nth = 0): Promise<ReadableSpan> =>
    until(name, () => exporter.getFinishedSpans().filter((one) => one.name === name)[nth]);
  const parentOf = (child: ReadableSpan) => child.parentSpanContext?.spanId;
  const idOf = (one: ReadableSpan) => one.spanContext().spanId;
  const root = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it('form one tree from the command to the reply', async () => {
    const request = service.host.request('charge');
    await service.host.send(messageTypes.jobRequested, request, { traceparent: root });
    await service.host.answer(request);
    const process = await span('process payment.commands');
    const handler = await span('payment.charge');
    const inside = await span('gateway');
    const reply = await span('send host-of-payment.replies');
    expect(parentOf(process)).toBe('b7ad6b7169203331');
    expect(parentOf(handler)).toBe(idOf(process));
    expect(parentOf(inside)).toBe(idOf(handler));
    expect(parentOf(reply)).toBe(idOf(handler));
    expect(process.kind).toBe(SpanKind.CONSUMER);
    expect(handler.attributes).toMatchObject({
      'partitura.saga.id': 'saga-1',
      'partitura.participant': 'payment',
      'partitura.job.type': 'payment.charge',
      'partitura.job.attempt': 1,
      'partitura.job.outcome': 'completed',
      'bpmn.element.id': 'Task_charge',
    });
    const [answer] = service.host.replies.slice(-1);
    expect(answer?.headers.traceparent).toContain(idOf(reply));
    for (const one of exporter.getFinishedSpans()) expect(one.spanContext().traceId).toBe(root.split('-')[1]);
  });

  it('link a retry to the attempt before it', async () => {
    const request = await service.host.ask('charge', { retries: 4 });
    expect(await service.host.answer(request)).toMatchObject({ kind: 'failed' });
    const failed = await span('payment.charge');
    await service.host.send(messageTypes.jobRequested, { ...request, attempt: 2, retries: 3 });
    await service.host.answer(request, 2);
    const retry = await span('payment.charge', 1);
    expect(retry.links).toMatchObject([
      { context: { spanId: idOf(failed) }, attributes: { 'partitura.link': 'retries' } },
    ]);
    expect(failed.status.message).toBe('Once more');
  });

  it('link a compensation to what it undoes', async () => {
    await service.host.outcome('refund', { compensates: { elementId: 'Task_charge', traceparent: root } });
    const refund = await span('payment.refund');
    expect(refund.links).toMatchObject([
      { context: { spanId: 'b7ad6b7169203331' }, attributes: { 'partitura.link': 'compensates' } },
    ]);
    expect(refund.attributes).toMatchObject({ 'partitura.compensates.element.id': 'Task_charge' });
  });

  it('link a late undo to the withdrawn work', async () => {
    const request = await service.host.ask('charge');
    await service.host.answer(request);
    const work = await span('payment.charge');
    await service.host.withdraw(request, { jobType: 'payment.refund' });
    await service.host.acknowledgement(request);
    expect((await span('payment.refund')).links).toMatchObject([{ context: { spanId: idOf(work) } }]);
  });

  it('let the request that begins a saga be its root', async () => {
    await fetch(`${service.running.url}/orders/saga-9`, { method: 'POST' });
    const request = await span('POST /orders');
    const sent = await span('send payment.events');
    expect(request.attributes).toMatchObject({ 'partitura.saga.id': 'saga-9' });
    expect(parentOf(request)).toBeUndefined();
    expect(parentOf(sent)).toBe(idOf(request));
  });

  it('keep a later request a trace of its own, linked to the saga’s', async () => {
    const outbox = (await service.running.ready).get(OutboxService);
    let own: string | undefined;
    await withSpan('POST /cancel', {}, async () => {
      own = traceparentOf();
      await outbox.transaction((manager) =>
        outbox.addCommand(manager, {
          topic: 'orchestrator.commands',
          type: 't',
          sagaId: 's',
          data: {},
          traceparent: root,
        }),
      );
    });
    const request = await span('POST /cancel');
    const sent = await span('send orchestrator.commands');
    expect(request.attributes).not.toHaveProperty(['partitura.saga.id']);
    expect(request.links).toMatchObject([{ context: { traceId: root.split('-')[1] } }]);
    expect(request.spanContext().traceId).not.toBe(root.split('-')[1]);
    expect(sent.spanContext().traceId).toBe(root.split('-')[1]);
    expect(own).toContain(sent.links[0]?.context.spanId ?? 'no link');
  });
});
