import { randomBytes } from 'node:crypto';
import { eventually } from '@partitura/testing';
import { Customer, type OrderWish } from './customer';
import type { DemoSystem } from './demo-system';
import { everywhere } from './everywhere';
import { OtlpCollector, type Span } from './otlp-collector';

everywhere('one trace per saga', (start, placement) => {
  let collector: OtlpCollector;
  let system: DemoSystem;
  let customer: Customer;

  beforeAll(async () => {
    collector = await OtlpCollector.start();
    system = await start({ env: collector.environment });
    customer = new Customer(system);
  }, 180_000);

  afterAll(async () => {
    await system.stop();
    await collector.stop();
  });

  /** Places an order below a caller's span and answers the whole trace of its saga. */
  const traceOf = async (
    wish: OrderWish,
    lastElement: string,
  ): Promise<{ spans: Span[]; caller: string; sagaId: string }> => {
    const [traceId, caller] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
    const order = await customer.place({ ...wish, traceparent: `00-${traceId}-${caller}-01` });
    await customer.untilFinal(order);
    const spans = await eventually(() => {
      const found = collector.trace(traceId);
      expect(found.some((span) => isTask(span, lastElement))).toBe(true);
      expectOneTree(found, caller);
      return found;
    });
    return { spans, caller, sagaId: order.sagaId };
  };

  it('leads from the request over rows, bus, engine and handlers to the last task, by parent ids', async () => {
    const { spans, caller, sagaId } = await traceOf({}, 'ConfirmOrder');
    for (const [element, participant] of [
      ['ReserveStock', 'inventory'],
      ['AuthorizePayment', 'payment'],
      ['ShipParcel', 'shipping'],
      ['CapturePayment', 'payment'],
      ['HandOverStock', 'inventory'],
      ['ConfirmOrder', 'order'],
    ] as const) {
      const task = spans.find((span) => isTask(span, element));
      expect(task).toMatchObject({
        service: participant,
        attributes: { 'partitura.saga.id': sagaId, 'partitura.participant': participant },
      });
      const services = ancestors(spans, task as Span).map(({ service }) => service);
      expect(services.includes('orchestrator')).toBe(placement !== 'choreographed');
      expect(services.at(-1)).toBe('order');
    }
    const root = spans.find(({ parentSpanId }) => parentSpanId === caller);
    expect(root).toMatchObject({ service: 'order', name: 'POST /orders', kind: server });
  });

  it('shows compensations as spans that link to what they undo', async () => {
    const { spans } = await traceOf({ token: 'tok_declined' }, 'ReleaseStock');
    const compensation = spans.find((span) => isTask(span, 'ReleaseStock')) as Span;
    const undone = spans.find((span) => isTask(span, 'ReserveStock')) as Span;
    expect(compensation.service).toBe('inventory');
    expect(compensation.links.length).toBeGreaterThan(0);
    // The link goes to the step in which the undone work was completed, which the work itself had caused.
    const linked = spans.find(({ spanId }) => spanId === compensation.links[0]?.spanId) as Span;
    expect([linked, ...ancestors(spans, linked)]).toContain(undone);
  });

  it('shows every attempt as a span of its own, linked to the one before', async () => {
    const { spans } = await traceOf({ token: 'tok_flaky' }, 'ConfirmOrder');
    const attempts = spans
      .filter((span) => isTask(span, 'AuthorizePayment'))
      .sort(
        (a, b) =>
          Number(a.attributes['partitura.job.attempt']) - Number(b.attributes['partitura.job.attempt']),
      );
    expect(attempts.map(({ attributes }) => Number(attributes['partitura.job.attempt']))).toEqual([1, 2, 3]);
  });

  it('keeps a later request about the saga in a trace of its own that links to it', async () => {
    const [traceId, caller] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
    const order = await customer.place({ token: 'tok_slow', traceparent: `00-${traceId}-${caller}-01` });
    await customer.cancel(order.orderId);
    await customer.untilFinal(order);
    await eventually(() => {
      const later = collector.spans.filter(
        (span) => span.traceId !== traceId && span.links.some((link) => link.traceId === traceId),
      );
      expect(later.length).toBeGreaterThan(0);
      expect(later.filter(({ attributes }) => 'partitura.saga.id' in attributes)).toEqual([]);
      expect(collector.trace(traceId).some((span) => isTask(span, 'CloseOrder'))).toBe(true);
    });
  });
});

/** OTLP's numbers for the kinds of spans that neither send nor receive, and that answer a request. */
const [internal, server] = [1, 2];

/** The span of a task handler's run. */
const isTask = (span: Span, element: string): boolean =>
  span.kind === internal &&
  span.attributes['bpmn.element.id'] === element &&
  'partitura.job.type' in span.attributes;

/** Every span hangs below the caller's, over parents that are all there. */
function expectOneTree(spans: readonly Span[], caller: string): void {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === caller);
  expect(roots).toHaveLength(1);
  const orphans = spans.filter(({ parentSpanId }) => parentSpanId !== caller && !ids.has(parentSpanId ?? ''));
  expect(orphans).toEqual([]);
}

/** The parents of a span, nearest first. */
function ancestors(spans: readonly Span[], span: Span): Span[] {
  const byId = new Map(spans.map((each) => [each.spanId, each]));
  const chain: Span[] = [];
  for (let parent = byId.get(span.parentSpanId ?? ''); parent; parent = byId.get(parent.parentSpanId ?? ''))
    chain.push(parent);
  return chain;
}
