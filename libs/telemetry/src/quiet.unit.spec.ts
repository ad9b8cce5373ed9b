import { metrics } from '@opentelemetry/api';
import { contextOf, linksTo, spanContextOf, startTelemetry, traceHeadersOf, traceparentOf, tracer } from '.';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('without an endpoint', () => {
  const telemetry = startTelemetry({ serviceName: 'quiet' });
  afterAll(() => telemetry.shutdown());

  it('records nothing', () => {
    expect(telemetry.tracing).toBe(false);
    expect(tracer.startSpan('x').isRecording()).toBe(false);
  });

  it('passes a caller’s trace on, tracestate included', () => {
    const caller = contextOf({ traceparent, tracestate: 'vendor=1' });
    expect(traceHeadersOf(caller)).toEqual({ traceparent, tracestate: 'vendor=1' });
    expect(traceparentOf(tracer.startSpan('x', {}, caller))).toBe(traceparent);
  });

  it('ignores headers that are absent or not valid', () => {
    for (const headers of [
      {},
      { traceparent: 'rubbish' },
      { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` },
    ])
      expect(traceHeadersOf(contextOf(headers))).toEqual({});
    expect(spanContextOf('rubbish')).toBeUndefined();
    expect(linksTo(undefined, 'retries')).toEqual([]);
  });

  it('writes meters as Prometheus text', async () => {
    metrics
      .getMeter('test')
      .createCounter('partitura.test.jobs', { description: 'Jobs' })
      .add(2, { kind: 'a' });
    expect(await telemetry.metricsText()).toMatch(/^partitura_test_jobs_total\{kind="a"\} 2/m);
  });
});
