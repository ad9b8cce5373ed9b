import { Injectable } from '@nestjs/common';
import { metrics, type Counter, type Histogram } from '@opentelemetry/api';
import { attributes } from '@partitura/telemetry';
import type { JobRun } from './job-run';

/** Meters of handlers, wherever their jobs come from; made once, at start. */
@Injectable()
export class JobMetrics {
  private readonly running = new Set<JobRun>();
  private readonly duration: Histogram;
  private readonly retries: Counter;

  constructor() {
    const meter = metrics.getMeter('partitura');
    this.duration = meter.createHistogram('partitura.handler.duration', {
      description: 'Time from taking a job to its end, by job type and outcome',
      unit: 's',
      advice: {
        explicitBucketBoundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
      },
    });
    this.retries = meter.createCounter('partitura.handler.retries', {
      description: 'Attempts after the first, by job type',
    });
    meter
      .createObservableGauge('partitura.inbox.in_flight', { description: 'Jobs under way', unit: '{job}' })
      .addCallback((result) => result.observe(this.running.size));
    meter
      .createObservableGauge('partitura.inbox.age', {
        description: 'Age of the oldest job under way',
        unit: 's',
      })
      .addCallback((result) => result.observe(this.oldestMs() / 1000));
  }

  started(run: JobRun): void {
    this.running.add(run);
    if (run.request.attempt > 1) this.retries.add(1, { [attributes.jobType]: run.request.jobType });
  }

  ended(run: JobRun, outcome: string): void {
    this.running.delete(run);
    this.duration.record(run.ageMs / 1000, {
      [attributes.jobType]: run.request.jobType,
      [attributes.jobOutcome]: outcome,
    });
  }

  private oldestMs(): number {
    const [oldest] = this.running;
    return oldest?.ageMs ?? 0;
  }
}
