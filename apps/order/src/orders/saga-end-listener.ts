import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { describeIssues, OutboxService, PartituraServer } from '@partitura/nest';
import {
  type Bus,
  type BusMessage,
  type BusRecord,
  DEAD_LETTER_SUFFIX,
  deadLetter,
  decodeCloudEvent,
  messageTypes,
  type SagaEnded,
  type Subscription,
  topics,
  unbatched,
} from '@partitura/runtime';
import { contextOf, startProcessSpan } from '@partitura/telemetry';
import { z } from 'zod';
import { EndOrder } from './end-order';

const topic = topics.journal;
const group = 'order-saga-ends';
const JOIN_AGAIN_MS = 1_000;

const sagaEnded: z.ZodType<SagaEnded> = z.object({
  sagaId: z.string().min(1),
  state: z.enum(['completed', 'compensated', 'cancelled']),
  reason: z.object({ code: z.string(), message: z.string().optional() }).optional(),
});

interface End {
  readonly record: BusRecord;
  readonly messageId: string;
  readonly ended: SagaEnded;
}

/** Hears from the journal that sagas have ended, and gives their orders the final status. */
@Injectable()
export class SagaEndListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(SagaEndListener.name);
  private subscription?: Subscription;
  private joining?: Promise<void>;
  private readonly stop = new AbortController();

  constructor(
    private readonly server: PartituraServer,
    private readonly outbox: OutboxService,
    private readonly orders: EndOrder,
  ) {}

  /** Does not wait: the bus may be away for a while. */
  onApplicationBootstrap(): void {
    this.joining = this.join(this.server.unwrap<Bus>());
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.joining;
    await this.subscription?.close();
  }

  private async join(bus: Bus): Promise<void> {
    while (!this.stop.signal.aborted)
      try {
        await bus.ensureTopics([topic, topic + DEAD_LETTER_SUFFIX]);
        const handle = (records: readonly BusRecord[]) => this.handle(bus, records);
        this.subscription = await bus.subscribe({ group, topics: [topic], handle });
        return;
      } catch (error) {
        this.log.warn(`Cannot hear of ended sagas, tried again every second: ${(error as Error).message}`);
        await pause(JOIN_AGAIN_MS, undefined, { signal: this.stop.signal }).catch(() => undefined);
      }
  }

  private async handle(bus: Bus, records: readonly BusRecord[]): Promise<void> {
    const ends: End[] = [];
    const unreadable: BusMessage[] = [];
    for (const record of records.flatMap(unbatched))
      try {
        const { id, type, data } = decodeCloudEvent(record);
        if (type === messageTypes.sagaEnded) ends.push({ record, messageId: id, ended: parse(data) });
      } catch (error) {
        // It would come again for ever, and hold up the orders behind it (P9).
        unreadable.push(deadLetter(record, (error as Error).message));
      }
    if (unreadable.length > 0) await bus.publish(unreadable);
    if (ends.length > 0) await this.end(ends);
  }

  private async end(ends: readonly End[]): Promise<void> {
    const heard = ends.map(({ record, messageId, ended }) => {
      const { partition, offset, headers, key } = record;
      const parent = contextOf(headers);
      const span = startProcessSpan(
        { topic, key, messageId, partition, offset, group, participant: 'order' },
        parent,
      );
      return { ended, span, context: trace.setSpan(parent, span) };
    });
    try {
      await this.outbox.transaction((manager) => this.orders.end(manager, heard));
    } finally {
      for (const { span } of heard) span.end();
    }
  }
}

function parse(data: unknown): SagaEnded {
  const parsed = sagaEnded.safeParse(data);
  if (!parsed.success)
    throw new Error(`The message breaks its schema: ${describeIssues(parsed.error.issues)}`);
  return parsed.data;
}
