import { context, propagation, trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { messageTypes, type Runtime } from '@partitura/runtime';
import { completed, eventually, joinTestParticipant, tripModel } from '@partitura/testing';
import { openTestSite, type TestSite } from './test-runtime';

const exporter = new InMemorySpanExporter();
const sdk = new NodeSDK({
  autoDetectResources: false,
  metricReaders: [],
  logRecordProcessors: [],
  spanProcessors: [new SimpleSpanProcessor({ exporter })],
});
let site: TestSite;

beforeAll(() => sdk.start());
afterAll(async () => {
  await sdk.shutdown();
  trace.disable();
  context.disable();
  propagation.disable();
});
beforeEach(async () => {
  exporter.reset();
  site = await openTestSite();
});
afterEach(() => site.close());

const traceId = '0af7651916cd43dd8448eb211c80319c';
const request = `00-${traceId}-b7ad6b7169203331-01`;
const cancel = '00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203332-01';

async function open(model: string): Promise<Runtime> {
  const runtime = site.runtime();
  await runtime.deploy([{ name: 'trip.bpmn', content: model }]);
  await runtime.start();
  return runtime;
}

const start = (runtime: Runtime) => {
  const definition = runtime.registry.definitionById('trip-process');
  if (!definition) throw new Error('trip-process is not deployed.');
  return runtime.startSaga({ definition, variables: {}, traceparent: request });
};

/** `name (elementId) #attempt`, indented below its parent, in order of start. */
function tree(spans: readonly ReadableSpan[], parent: string, depth = 0): string[] {
  return spans
    .filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent)
    .flatMap((span) => {
      const {
        'bpmn.element.id': element,
        'partitura.job.attempt': attempt,
        'partitura.step': step,
      } = span.attributes;
      const about = [step, element, attempt]
        .filter((one) => typeof one === 'string' || typeof one === 'number')
        .join(' ');
      return [
        `${'  '.repeat(depth)}${span.name} (${about})`,
        ...tree(spans, span.spanContext().spanId, depth + 1),
      ];
    });
}

const spanOf = (traceparent: string | undefined) => traceparent?.split('-')[2];

it('joins every step and message of a saga to the request that began it', async () => {
  const runtime = await open(tripModel());
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => completed });
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed });
  const { sagaId } = await start(runtime);
  await runtime.waitForEnd(sagaId, 15_000);
  const spans = exporter.getFinishedSpans();
  expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
  expect(spans.every((span) => span.attributes['partitura.saga.id'] === sagaId)).toBe(true);
  expect(tree(spans, 'b7ad6b7169203331')).toEqual([
    'start saga (start)',
    '  send hotel.commands (book 1)',
    '    process orchestrator.replies (completeJob)',
    '      send trip.commands (confirm 1)',
    '        process orchestrator.replies (completeJob)',
    '          send partitura.journal ()',
  ]);
  await Promise.all([hotel.close(), trip.close()]);
});

it('restores the stored context for a retry, and links it to the attempt before', async () => {
  const runtime = await open(tripModel({ backoff: 'PT0.05S' }));
  const hotel = await joinTestParticipant(site.bus, 'hotel', {
    'hotel.bookRoom': ({ attempt }) => (attempt === 1 ? { kind: 'failed', message: 'busy' } : completed),
  });
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed });
  const { sagaId } = await start(runtime);
  await runtime.waitForEnd(sagaId, 15_000);
  const spans = exporter.getFinishedSpans();
  expect(tree(spans, 'b7ad6b7169203331').slice(0, 6)).toEqual([
    'start saga (start)',
    '  send hotel.commands (book 1)',
    '    process orchestrator.replies (failJob)',
    '      fire timers (timers)',
    '        send hotel.commands (book 2)',
    '          process orchestrator.replies (completeJob)',
  ]);
  const [first, second] = spans.filter(({ name }) => name === 'send hotel.commands');
  const linked = second?.links.map((link) => [link.context.spanId, link.attributes?.['partitura.link']]);
  expect(linked).toEqual([[first?.parentSpanContext?.spanId, 'retries']]);
  await Promise.all([hotel.close(), trip.close()]);
});

it('keeps what a later request causes in the saga’s trace, linked to the request and to what is undone', async () => {
  const runtime = await open(tripModel());
  const hotel = await joinTestParticipant(site.bus, 'hotel', {
    'hotel.bookRoom': () => completed,
    'hotel.cancelRoom': () => completed,
  });
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => undefined });
  const { sagaId } = await start(runtime);
  await eventually(() => expect(trip.requests).toHaveLength(1));
  const reason = { code: 'CANCELLED_BY_CUSTOMER' };
  await site.send(
    'orchestrator.commands',
    messageTypes.sagaCompensationRequested,
    sagaId,
    { sagaId, reason },
    { traceparent: cancel },
  );
  await runtime.waitForEnd(sagaId, 15_000);
  const spans = exporter.getFinishedSpans();
  expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
  const undo = spans.find(({ name }) => name === 'process orchestrator.commands');
  expect(undo?.links.map((link) => [link.context.spanId, link.attributes?.['partitura.link']])).toEqual([
    [spanOf(cancel), 'request'],
  ]);
  const compensation = spans.find(({ attributes }) => attributes['bpmn.element.id'] === 'cancel');
  const booked = spans.find(
    ({ attributes, name }) => name.startsWith('process') && attributes['partitura.step'] === 'completeJob',
  );
  expect(
    compensation?.links.map((link) => [link.context.spanId, link.attributes?.['partitura.link']]),
  ).toEqual([[booked?.spanContext().spanId, 'compensates']]);
  await Promise.all([hotel.close(), trip.close()]);
});
