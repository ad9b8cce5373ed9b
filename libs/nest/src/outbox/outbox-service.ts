import { Inject, Injectable } from '@nestjs/common';
import { type Context, context, trace } from '@opentelemetry/api';
import { EVENT_TYPE_PREFIX, topics } from '@partitura/runtime';
import {
  attributes,
  linkToSaga,
  traceHeadersOf,
  traceparentOf,
  type TraceHeaders,
} from '@partitura/telemetry';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { PARTICIPANT_OPTIONS, type ParticipantOptions } from '../participant-options';
import { insertMessages } from './insert-messages';
import { markForRelay } from './outbox-marker';
import { OutboxRelay } from './outbox-relay';

export interface DomainEvent {
  /** What happened, in the past tense: `OrderPlaced`. */
  readonly name: string;
  /** The message's key; of a new saga a UUIDv7 that the caller makes. */
  readonly sagaId: string;
  /** Anything that JSON can hold. */
  readonly data: unknown;
  /** `traceparent` of the saga, when the active request is a later one and a trace of its own. */
  readonly traceparent?: string;
  /** The trace context in which it is born; default: the active one. */
  readonly context?: Context;
}

export interface OutgoingCommand {
  readonly topic: string;
  /** CloudEvents type. */
  readonly type: string;
  readonly sagaId: string;
  readonly data: unknown;
  /** `traceparent` of the saga, when the active request is a later one and a trace of its own. */
  readonly traceparent?: string;
  /** The trace context in which it is born; default: the active one. */
  readonly context?: Context;
}

/**
 * Messages that leave when, and only when, the transaction around them commits (P2), in commit order per saga (P3).
 *
 * Every commit of the service's data source wakes the relay by itself, however the transaction was begun; what a
 * crash left behind leaves at the next start, or by another instance.
 */
@Injectable()
export class OutboxService {
  constructor(
    @Inject(PARTICIPANT_OPTIONS) private readonly options: ParticipantOptions,
    private readonly dataSource: DataSource,
    private readonly relay: OutboxRelay,
  ) {}

  /**
   * A domain event, or a BPMN message, on `<participant>.events`.
   *
   * Throws when the manager is not that of an open transaction.
   */
  async add(manager: EntityManager, event: DomainEvent): Promise<void> {
    await this.addAll(manager, [event]);
  }

  /** Several domain events, in their order, by one statement. Throws as `add` does. */
  async addAll(manager: EntityManager, events: readonly DomainEvent[]): Promise<void> {
    const topic = topics.events(this.options.participant);
    await this.insert(
      manager,
      events.map(({ name, ...event }) => ({ ...event, topic, type: EVENT_TYPE_PREFIX + name })),
    );
  }

  /** A message on any topic, e.g. a request to undo a saga. Throws as `add` does. */
  async addCommand(manager: EntityManager, command: OutgoingCommand): Promise<void> {
    await this.insert(manager, [command]);
  }

  private async insert(manager: EntityManager, messages: readonly OutgoingCommand[]): Promise<void> {
    if (!manager.queryRunner?.isTransactionActive)
      throw new Error(
        'The outbox needs the manager of an open transaction, or the message could leave without its rows. Use `outbox.transaction(async (manager) => …)` or `ctx.transaction`.',
      );
    if (messages.length === 0) return;
    await insertMessages(manager, messages.map(rowOf));
    markForRelay(manager.queryRunner);
  }

  /** Runs `work` in a transaction of the service's database. */
  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work);
  }

  /** Publishes what is waiting now; resolves when it has left. */
  async flush(): Promise<void> {
    await this.relay.flush();
  }
}

function rowOf(message: OutgoingCommand) {
  const origin = originOf(message);
  return {
    topic: message.topic,
    saga_id: message.sagaId,
    event_id: uuidv7(),
    type: message.type,
    data: JSON.stringify(message.data),
    traceparent: origin.traceparent ?? null,
    tracestate: origin.tracestate ?? null,
    request_traceparent: origin.request ?? null,
  };
}

/** One saga is one trace: the request that begins it is its root; a later request only links to it. */
function originOf({
  sagaId,
  traceparent,
  context: born = context.active(),
}: OutgoingCommand): TraceHeaders & { request?: string } {
  if (traceparent === undefined) {
    trace.getSpan(born)?.setAttribute(attributes.sagaId, sagaId);
    return traceHeadersOf(born);
  }
  linkToSaga(traceparent);
  return { traceparent, request: traceparentOf() };
}
