import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { orderFulfilled, received } from '@partitura/contracts';
import { OutboxService, PartituraServer } from '@partitura/nest';
import {
  type Bus,
  type BusRecord,
  type CloudEvent,
  DEAD_LETTER_SUFFIX,
  deadLetter,
  decodeCloudEvent,
  EVENT_TYPE_PREFIX,
  type Subscription,
  topics,
} from '@partitura/runtime';
import { contextOf, startProcessSpan } from '@partitura/telemetry';
import { context, trace } from '@opentelemetry/api';
import { EndOrder } from './end-order';

const topic = topics.events(orderFulfilled.participant);
const group = 'order-fulfilment';
const JOIN_AGAIN_MS = 1_000;

/** Hears the message that a saga sends as it ends well, and makes its order `confirmed`. */
@Injectable()
export class FulfilmentListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(FulfilmentListener.name);
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
        this.log.warn(
          `Cannot hear of fulfilled orders, tried again every second: ${(error as Error).message}`,
        );
        await pause(JOIN_AGAIN_MS, undefined, { signal: this.stop.signal }).catch(() => undefined);
      }
  }

  private async handle(bus: Bus, records: readonly BusRecord[]): Promise<void> {
    const confirmations: Promise<void>[] = [];
    for (const record of records) {
      let event: CloudEvent;
      let orderId: string;
      try {
        event = decodeCloudEvent(record);
        // What this service itself publishes comes by here, too.
        if (event.type !== EVENT_TYPE_PREFIX + orderFulfilled.name) continue;
        ({ orderId } = received(orderFulfilled, event.data));
      } catch (error) {
        // It would come again for ever, and hold up the orders behind it (P9).
        await bus.publish([deadLetter(record, (error as Error).message)]);
        continue;
      }
      confirmations.push(this.confirm(record, event, orderId));
    }
    await Promise.all(confirmations);
  }

  private async confirm(record: BusRecord, { id, sagaId }: CloudEvent, orderId: string): Promise<void> {
    const { partition, offset, headers } = record;
    const participant = orderFulfilled.participant;
    const parent = contextOf(headers);
    const span = startProcessSpan(
      { topic, key: sagaId, messageId: id, partition, offset, group, participant },
      parent,
    );
    try {
      await context.with(trace.setSpan(parent, span), () =>
        this.outbox.transaction((manager) => this.orders.confirm(manager, orderId)),
      );
    } finally {
      span.end();
    }
  }
}
