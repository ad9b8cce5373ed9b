import { createRequire } from 'node:module';
import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import { setMessagingSystem, type MessagingSystem } from './messaging-spans';
import { PrometheusReader } from './prometheus-reader';

export interface TelemetryOptions {
  /** `service.name`, unless `OTEL_SERVICE_NAME` or `OTEL_RESOURCE_ATTRIBUTES` names it. */
  readonly serviceName: string;
  readonly messagingSystem?: MessagingSystem;
}

export interface Telemetry {
  /** Spans are recorded and exported. */
  readonly tracing: boolean;
  /** All meters in Prometheus' text format. */
  metricsText(): Promise<string>;
  /** Exports what is gathered; never rejects, a collector that is away must not hold up the end of a process. */
  shutdown(): Promise<void>;
}

/** Requests that would only be noise in traces. */
const quietPaths = /^\/(health(\/|$)|metrics(\?|$))/;

/**
 * Starts tracing and metrics for this process. All `OTEL_*` variables have their standard meaning; without an OTLP
 * endpoint nothing is exported, no span is recorded and modules stay unpatched. Call it before HTTP servers are made.
 *
 * Metrics are pulled (`metricsText`), not pushed.
 */
export function startTelemetry({ serviceName, messagingSystem }: TelemetryOptions): Telemetry {
  if (messagingSystem !== undefined) setMessagingSystem(messagingSystem);
  const tracing = exportsSpans(process.env);
  const name = process.env.OTEL_SERVICE_NAME ?? serviceName;
  const resource = defaultResource()
    .merge(resourceFromAttributes({ [ATTR_SERVICE_NAME]: name }))
    .merge(detectResources({ detectors: [envDetector] }));
  const reader = new PrometheusReader();
  const meters = new MeterProvider({ resource, readers: [reader] });
  const first = metrics.setGlobalMeterProvider(meters);
  const sdk = new NodeSDK({
    resource,
    autoDetectResources: tracing,
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: tracing ? [httpInstrumentation()] : [],
    // Undefined lets the SDK build processors from OTEL_*; an empty list registers no tracer at all.
    spanProcessors: tracing ? undefined : [],
  });
  sdk.start();
  // Requiring the module once is what applies the patch to it.
  if (tracing) createRequire(__filename)('http');
  return {
    tracing,
    metricsText: () => reader.text(),
    shutdown: async () => {
      await Promise.allSettled([sdk.shutdown(), meters.shutdown()]);
      // Only what was registered here: a second start in one process (tests) leaves the first one's alone.
      if (!first) return;
      trace.disable();
      metrics.disable();
      context.disable();
      propagation.disable();
    },
  };
}

/** Spans leave only when somebody said where to. */
function exportsSpans(environment: NodeJS.ProcessEnv): boolean {
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return false;
  const exporters = environment.OTEL_TRACES_EXPORTER?.split(',').map((name) => name.trim());
  if (exporters?.includes('none')) return false;
  if (exporters?.includes('console')) return true;
  return Boolean(environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || environment.OTEL_EXPORTER_OTLP_ENDPOINT);
}

const httpInstrumentation = () =>
  new HttpInstrumentation({
    ignoreIncomingRequestHook: (request) => quietPaths.test(request.url ?? ''),
    requireParentforOutgoingSpans: true,
  });
