import { Ctx } from '@nestjs/microservices';
import { SpanKind, trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { CompensationFor, Participant, Task, TaskContext } from '..';
import { startHostedService, type HostedService } from './hosted-service';
import { LedgerEntry } from './ledger';
import { gate, until } from './until';

const exporter = new InMemorySpanExporter();
const checking = gate();

@Participant('payment')
class Tasks {
  @Task('charge')
  async charge(@Ctx() ctx: TaskContext): Promise<void> {
    if (ctx.attempt === 1) throw new Error('Once more');
    await ctx.transaction.insert(LedgerEntry, { what: ctx.sagaId });
  }

  @CompensationFor('charge')
  refund(): void {}

  @Task('check')
  async check(): Promise<void> {
    await checking.opened;
  }
}

describe('spans of a host', () => {
  let service: HostedService;
  let sdk: NodeSDK;
  beforeAll(async () => {
    sdk = new NodeSDK({
      autoDetectResources: false,
      metricReaders: [],
      logRecordProcessors: [],
      spanProcessors: [new SimpleSpanProcessor({ exporter })],
    });
    sdk.start();
    service = await startHostedService({ controllers: [Tasks] });
  });
  afterAll(async () => {
    checking.open();
    await service.close();
    await sdk.shutdown();
    trace.disable();
  });

  const spans = (name: string) => exporter.getFinishedSpans().filter((one) => one.name === name);
  const span = (name: string, nth = 0): Promise<ReadableSpan> => until(name, () => spans(name)[nth]);
  const parentOf = (child?: ReadableSpan) => child?.parentSpanContext?.spanId;
  const idOf = (one: ReadableSpan) => one.spanContext().spanId;

  it('show tasks as parts of the steps around them, retries and compensations as links', async () => {
    const sagaId = await service.begin();
    const failed = await span('payment.charge');
    const charged = await span('payment.charge', 1);
    const start = exporter.getFinishedSpans().find((one) => idOf(one) === parentOf(failed));
    expect(start).toBeDefined();
    expect(parentOf(start)).toBeUndefined();
    expect(failed).toMatchObject({ kind: SpanKind.INTERNAL, status: { message: 'Once more' } });
    expect(charged.links).toMatchObject([
      { context: { spanId: idOf(failed) }, attributes: { 'partitura.link': 'retries' } },
    ]);
    expect(charged.attributes).toMatchObject({
      'partitura.saga.id': sagaId,
      'partitura.participant': 'payment',
      'partitura.job.type': 'payment.charge',
      'partitura.job.attempt': 2,
      'partitura.job.outcome': 'completed',
      'bpmn.element.id': 'charge',
    });
    const completed = await until('the step behind it', () =>
      exporter.getFinishedSpans().find((one) => parentOf(one) === idOf(charged)),
    );

    await service.runtime.tell(sagaId, { kind: 'compensateSaga', reason: { code: 'CANCELLED' } });
    const refund = await span('payment.refund');
    expect(refund.links).toMatchObject([
      { context: { spanId: idOf(completed) }, attributes: { 'partitura.link': 'compensates' } },
    ]);
    await service.ended(sagaId);
    expect(exporter.getFinishedSpans().filter(({ name }) => name.startsWith('process '))).toEqual([]);
    const ofTheSaga = exporter
      .getFinishedSpans()
      .filter(({ attributes }) => attributes['partitura.saga.id'] === sagaId);
    expect(new Set(ofTheSaga.map((one) => one.spanContext().traceId)).size).toBe(1);
  });
});
