import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTelemetry, tracer } from '.';

interface Exported {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: { name: string }[] }[];
  }[];
}

const received: Exported[] = [];
let collector: Server;
const before = { ...process.env };

beforeAll(async () => {
  collector = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      if (request.url === '/v1/traces') received.push(JSON.parse(body) as Exported);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  process.env.OTEL_EXPORTER_OTLP_PROTOCOL = 'http/json';
  process.env.OTEL_RESOURCE_ATTRIBUTES = 'deployment.environment.name=test';
});
afterAll(async () => {
  process.env = before;
  await new Promise((resolve) => collector.close(resolve));
});

it('exports spans to the endpoint of OTEL_*, the last ones at the end', async () => {
  const telemetry = startTelemetry({ serviceName: 'payment' });
  expect(telemetry.tracing).toBe(true);
  tracer.startSpan('work').end();
  await telemetry.shutdown();
  const [batch] = received.flatMap(({ resourceSpans }) => resourceSpans);
  expect(batch?.scopeSpans[0]?.spans).toMatchObject([{ name: 'work' }]);
  const resource = Object.fromEntries(
    batch?.resource.attributes.map(({ key, value }) => [key, value.stringValue]) ?? [],
  );
  expect(resource).toMatchObject({ 'service.name': 'payment', 'deployment.environment.name': 'test' });
});

it('honours OTEL_SDK_DISABLED and OTEL_TRACES_EXPORTER=none, and metrics stay readable', async () => {
  for (const variable of [{ OTEL_SDK_DISABLED: 'true' }, { OTEL_TRACES_EXPORTER: 'none' }]) {
    Object.assign(process.env, variable);
    const telemetry = startTelemetry({ serviceName: 'payment' });
    expect(telemetry.tracing).toBe(false);
    expect(await telemetry.metricsText()).toMatch(/target_info\{.*service_name="payment"/);
    await telemetry.shutdown();
    for (const name of Object.keys(variable)) delete process.env[name];
  }
});
