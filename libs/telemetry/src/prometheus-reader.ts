import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { AggregationTemporality, AggregationType, MetricReader } from '@opentelemetry/sdk-metrics';

/** Collects on demand and writes Prometheus text; unlike the exporter of the SDK it opens no port of its own. */
export class PrometheusReader extends MetricReader {
  private readonly serializer = new PrometheusSerializer(undefined, false, undefined, false, true);

  constructor() {
    super({
      aggregationSelector: () => ({ type: AggregationType.DEFAULT }),
      aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE,
    });
  }

  async text(): Promise<string> {
    const { resourceMetrics } = await this.collect();
    return this.serializer.serialize(resourceMetrics);
  }

  protected override async onForceFlush(): Promise<void> {}

  protected override async onShutdown(): Promise<void> {}
}
