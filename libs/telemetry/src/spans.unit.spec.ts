import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import {
  contextOf,
  createLogger,
  linkToSaga,
  setMessagingSystem,
  startProcessSpan,
  startSendSpan,
  traceparentOf,
  withSaga,
  withSpan,
} from '.';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

describe('with a tracer', () => {
  const exporter = new InMemorySpanExporter();
  const sdk = new NodeSDK({
    autoDetectResources: false,
    metricReaders: [],
    logRecordProcessors: [],
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  beforeAll(() => sdk.start());
  afterAll(async () => {
    await sdk.shutdown();
    trace.disable();
    context.disable();
  });
  beforeEach(() => exporter.reset());
  const onlySpan = () => {
    const spans = exporter.getFinishedSpans();
    expect(spans).toHaveLength(1);
    return spans[0] as NonNullable<(typeof spans)[0]>;
  };

  it('names messaging spans by OpenTelemetry’s conventions', () => {
    setMessagingSystem('kafka');
    const message = {
      topic: 'payment.commands',
      key: 'saga-1',
      messageId: 'm',
      partition: 3,
      offset: '42',
      group: 'payment',
    };
    startProcessSpan(message, contextOf({ traceparent })).end();
    const span = onlySpan();
    expect(span).toMatchObject({ name: 'process payment.commands', kind: SpanKind.CONSUMER });
    expect(span.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(span.attributes).toMatchObject({
      'messaging.system': 'kafka',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'process',
      'messaging.destination.name': 'payment.commands',
      'messaging.destination.partition.id': '3',
      'messaging.consumer.group.name': 'payment',
      'messaging.kafka.message.key': 'saga-1',
      'messaging.kafka.offset': 42,
      'messaging.message.id': 'm',
      'partitura.saga.id': 'saga-1',
    });
  });

  it('gives producers a span of their kind', () => {
    startSendSpan({ topic: 'a.events', key: 's' }, ROOT_CONTEXT).end();
    expect(onlySpan()).toMatchObject({ name: 'send a.events', kind: SpanKind.PRODUCER });
  });

  it('marks a span whose work fails and lets the error pass', async () => {
    const broken = Object.assign(new Error('No'), { code: 'NO_STOCK' });
    await expect(withSpan('work', {}, () => Promise.reject(broken))).rejects.toBe(broken);
    expect(onlySpan()).toMatchObject({
      status: { code: SpanStatusCode.ERROR, message: 'No' },
      attributes: { 'error.type': 'NO_STOCK' },
    });
  });

  it('makes the span active during the work', async () => {
    await withSpan('outer', {}, (outer) =>
      withSpan('inner', {}, () => expect(traceparentOf()).toContain(outer.spanContext().traceId)),
    );
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['inner', 'outer']);
  });

  it('links a later request to its saga once, and does not join its trace', async () => {
    await withSpan('cancel', {}, () => {
      linkToSaga(traceparent);
      linkToSaga(traceparent);
      linkToSaga(undefined);
    });
    const { links, spanContext } = onlySpan();
    expect(links).toMatchObject([{ context: { traceId }, attributes: { 'partitura.link': 'saga' } }]);
    expect(spanContext.call(onlySpan()).traceId).not.toBe(traceId);
  });

  it('writes JSON lines with the ids of trace and saga', () => {
    const lines: Record<string, unknown>[] = [];
    const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
    const logger = createLogger({ service: 'payment', level: 'info', destination });
    context.with(withSaga(contextOf({ traceparent }), 'saga-1'), () =>
      logger.info({ orderId: 7 }, 'charged'),
    );
    logger.debug('not shown');
    logger.warn('outside');
    expect(lines).toMatchObject([
      {
        level: 'info',
        service: 'payment',
        msg: 'charged',
        orderId: 7,
        trace_id: traceId,
        span_id: 'b7ad6b7169203331',
        sagaId: 'saga-1',
      },
      { level: 'warn', msg: 'outside' },
    ]);
    expect(lines[1]).not.toHaveProperty('trace_id');
  });
});
