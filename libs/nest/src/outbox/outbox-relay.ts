import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import {
  type BatchObservableCallback,
  context,
  metrics,
  ROOT_CONTEXT,
  SpanStatusCode,
  type Span,
} from '@opentelemetry/api';
import { encodeCloudEvent, type BusMessage } from '@partitura/runtime';
import { contextOf, linkReasons, linksTo, startSendSpan, traceparentOf } from '@partitura/telemetry';
import { DataSource } from 'typeorm';
import { PARTICIPANT_OPTIONS, type ParticipantOptions } from '../participant-options';
import { measureOutbox, type OutboxMeasure } from './measure-outbox';
import { OutboxSubscriber } from './outbox-marker';
import type { OutboxRow } from './outbox-row';
import { takeMessages } from './take-messages';

const batchSize = 500;
const sweepMs = 1_000;

/**
 * Publishes what the outbox holds: right after a commit, and once a second what a crash or a broker's absence left.
 *
 * One batch at a time; messages that arrive meanwhile make up the next one.
 */
@Injectable()
export class OutboxRelay implements OnModuleInit, OnApplicationBootstrap {
  private readonly log = new Logger(OutboxRelay.name);
  private underWay?: Promise<void>;
  private wanted = false;
  private timer?: NodeJS.Timeout;
  private failing = false;
  private unobserve?: () => void;
  private measured: OutboxMeasure = { size: 0, ageSeconds: 0 };

  constructor(
    @Inject(PARTICIPANT_OPTIONS) private readonly options: ParticipantOptions,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    this.dataSource.subscribers.push(new OutboxSubscriber(() => this.wake()));
    const meter = metrics.getMeter('partitura');
    const size = meter.createObservableGauge('partitura.outbox.size', {
      description: 'Messages that wait to be published',
      unit: '{message}',
    });
    const age = meter.createObservableGauge('partitura.outbox.age', {
      description: 'Age of the oldest message that waits to be published',
      unit: 's',
    });
    const observe: BatchObservableCallback = (result) => {
      result.observe(size, this.measured.size);
      result.observe(age, this.measured.ageSeconds);
    };
    meter.addBatchObservableCallback(observe, [size, age]);
    this.unobserve = () => meter.removeBatchObservableCallback(observe, [size, age]);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), sweepMs);
    this.wake();
  }

  /** Publishes soon; failures are logged and tried again. */
  wake(): void {
    this.flush().then(
      () => {
        if (this.failing) this.log.log('The outbox leaves again');
        this.failing = false;
      },
      (error: Error) => {
        if (!this.failing)
          this.log.warn(`The outbox cannot be published now, tried again every second: ${error.message}`);
        this.failing = true;
      },
    );
  }

  /** Resolves when everything that was committed before the call has left. */
  flush(): Promise<void> {
    this.wanted = true;
    // Detached from the caller's trace: each message continues the one in which it was born.
    this.underWay ??= context
      .with(ROOT_CONTEXT, () => this.run())
      .finally(() => {
        this.underWay = undefined;
      });
    return this.underWay;
  }

  /** Publishes what it can, then stops sweeping. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.unobserve?.();
    await this.flush().catch(() => undefined);
  }

  private async sweep(): Promise<void> {
    try {
      this.measured = await measureOutbox(this.dataSource);
    } catch {
      return; // The database is away: health says so, and the next sweep tries again.
    }
    if (this.measured.size > 0) this.wake();
  }

  private async run(): Promise<void> {
    while (this.wanted) {
      this.wanted = false;
      if ((await this.publishBatch()) === batchSize) this.wanted = true;
    }
  }

  private async publishBatch(): Promise<number> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      try {
        const rows = await takeMessages(runner, batchSize);
        if (rows.length > 0) await this.publish(rows);
        await runner.commitTransaction();
        return rows.length;
      } catch (error) {
        await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  private async publish(rows: readonly OutboxRow[]): Promise<void> {
    const spans: Span[] = [];
    const messages = rows.map((row) => {
      const span = startSendSpan(
        {
          topic: row.topic,
          key: row.saga_id,
          messageId: row.event_id,
          participant: this.options.participant,
          links: linksTo(row.request_traceparent ?? undefined, linkReasons.request),
        },
        contextOf({ traceparent: row.traceparent ?? undefined, tracestate: row.tracestate ?? undefined }),
      );
      spans.push(span);
      return this.encode(row, span);
    });
    try {
      await this.options.bus.publish(messages);
    } catch (error) {
      for (const span of spans)
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      throw error;
    } finally {
      for (const span of spans) span.end();
    }
  }

  private encode(row: OutboxRow, span: Span): BusMessage {
    const message = encodeCloudEvent(row.topic, {
      id: row.event_id,
      source: `/${this.options.participant}`,
      type: row.type,
      time: row.created_at.toISOString(),
      sagaId: row.saga_id,
      traceparent: traceparentOf(span) ?? row.traceparent ?? undefined,
      tracestate: row.tracestate ?? undefined,
      data: undefined,
    });
    // The value is stored as the text that it was committed as.
    return { ...message, value: row.data };
  }
}
