import { metrics } from '@opentelemetry/api';

/** Names of the runtime's metrics; dashboards and alerts are checked against this list. */
export const metricNames = {
  sagasEnded: 'partitura.sagas.ended',
  sagasActive: 'partitura.sagas.active',
  incidentsOpen: 'partitura.incidents.open',
  stepDuration: 'partitura.step.duration',
  batchSize: 'partitura.loop.batch.size',
  batchDuration: 'partitura.loop.batch.duration',
  queueLength: 'partitura.loop.queue.length',
  queueAge: 'partitura.loop.queue.age',
  outboxRows: 'partitura.outbox.size',
  outboxAge: 'partitura.outbox.age',
  outboxSwept: 'partitura.outbox.swept',
  versionConflicts: 'partitura.saga.version_conflicts',
  refusals: 'partitura.saga.refusals',
  deadLetters: 'partitura.dead_letters',
  jobsWaiting: 'partitura.jobs.waiting',
  participantMembers: 'partitura.participant.members',
} as const;

/** Seconds. The defaults of OpenTelemetry are made for milliseconds: all of our times would fall below the first one. */
const durations = {
  explicitBucketBoundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
};
const batchSizes = { explicitBucketBoundaries: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] };

/**
 * The runtime's instruments. Made when the runtime is made, not when this file is loaded: instruments that exist before
 * the process has registered a meter provider stay mute.
 */
export const createMeters = (meter = metrics.getMeter('partitura.runtime')) => ({
  /** Attribute `state`: completed, compensated, cancelled, failed. */
  sagasEnded: meter.createCounter(metricNames.sagasEnded, {
    description: 'Sagas that have ended, by final state',
  }),
  /** From taking an input in to its commit; attribute `step`. */
  stepDuration: meter.createHistogram(metricNames.stepDuration, {
    unit: 's',
    description: 'Time from taking an input in to its commit',
    advice: durations,
  }),
  batchSize: meter.createHistogram(metricNames.batchSize, {
    description: 'Inputs per batch of the loop',
    advice: batchSizes,
  }),
  batchDuration: meter.createHistogram(metricNames.batchDuration, {
    unit: 's',
    description: 'Time of one batch, publishing included',
    advice: durations,
  }),
  outboxSwept: meter.createCounter(metricNames.outboxSwept, {
    description: 'Messages that a sweep has published because their writer had not',
  }),
  versionConflicts: meter.createCounter(metricNames.versionConflicts, {
    description: 'Commits that were decided again because another process was first',
  }),
  /** Attribute `code`. */
  refusals: meter.createCounter(metricNames.refusals, {
    description: 'Inputs that changed nothing: late or repeated',
  }),
  deadLetters: meter.createCounter(metricNames.deadLetters, { description: 'Records that were put aside' }),
});

export type Meters = ReturnType<typeof createMeters>;

/** What gauges read when metrics are collected. */
export interface Gauges {
  queueLength(): number;
  queueAgeSeconds(): number;
  sagasActive(): number;
  incidentsOpen(): number;
  outboxRows(): number;
  outboxAgeSeconds(): number;
  /** Per participant. */
  jobsWaiting(): Iterable<readonly [string, number]>;
  participantMembers(): Iterable<readonly [string, number]>;
}

/** Registers the gauges; returns what removes them. */
export function observe(gauges: Gauges, meter = metrics.getMeter('partitura.runtime')): () => void {
  const removers: (() => void)[] = [];
  const single = (name: string, description: string, read: () => number, unit?: string) => {
    const gauge = meter.createObservableGauge(name, { description, unit });
    const callback = (result: { observe(value: number): void }) => result.observe(read());
    gauge.addCallback(callback);
    removers.push(() => gauge.removeCallback(callback));
  };
  const perParticipant = (
    name: string,
    description: string,
    read: () => Iterable<readonly [string, number]>,
  ) => {
    const gauge = meter.createObservableGauge(name, { description });
    const callback = (result: { observe(value: number, attributes: { participant: string }): void }) => {
      for (const [participant, value] of read()) result.observe(value, { participant });
    };
    gauge.addCallback(callback);
    removers.push(() => gauge.removeCallback(callback));
  };
  single(metricNames.queueLength, 'Inputs that wait for the loop', () => gauges.queueLength());
  single(
    metricNames.queueAge,
    'Age of the oldest input that waits for the loop',
    () => gauges.queueAgeSeconds(),
    's',
  );
  single(metricNames.sagasActive, 'Sagas that have not ended', () => gauges.sagasActive());
  single(metricNames.incidentsOpen, 'Incidents that wait for a person', () => gauges.incidentsOpen());
  single(metricNames.outboxRows, 'Messages in the outbox', () => gauges.outboxRows());
  single(
    metricNames.outboxAge,
    'Age of the oldest message in the outbox',
    () => gauges.outboxAgeSeconds(),
    's',
  );
  perParticipant(metricNames.jobsWaiting, 'Jobs that wait for an answer', () => gauges.jobsWaiting());
  perParticipant(metricNames.participantMembers, 'Processes that work for a participant', () =>
    gauges.participantMembers(),
  );
  return () => removers.forEach((remove) => remove());
}
