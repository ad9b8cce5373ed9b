import { Inject, Injectable } from '@nestjs/common';
import { context, trace } from '@opentelemetry/api';
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
import { insertMessage } from './insert-message';
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
}

export interface OutgoingCommand {
  readonly topic: string;
  /** CloudEvents type. */
  readonly type: string;
  readonly sagaId: string;
  readonly data: unknown;
  /** `traceparent` of the saga, when the active request is a later one and a trace of its own. */
  readonly traceparent?: string;
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
  async add(manager: EntityManager, { name, ...event }: DomainEvent): Promise<void> {
    await this.addCommand(manager, {
      ...event,
      topic: topics.events(this.options.participant),
      type: EVENT_TYPE_PREFIX + name,
    });
  }

  /** A message on any topic, e.g. a request to undo a saga. Throws as `add` does. */
  async addCommand(manager: EntityManager, command: OutgoingCommand): Promise<void> {
    if (!manager.queryRunner?.isTransactionActive)
      throw new Error(
        'The outbox needs the manager of an open transaction, or the message could leave without its rows. Use `outbox.transaction(async (manager) => …)` or `ctx.transaction`.',
      );
    const data = JSON.stringify(command.data);
    const origin = originOf(command);
    await insertMessage(manager, {
      topic: command.topic,
      saga_id: command.sagaId,
      event_id: uuidv7(),
      type: command.type,
      data,
      traceparent: origin.traceparent ?? null,
      tracestate: origin.tracestate ?? null,
      request_traceparent: origin.request ?? null,
    });
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

/** One saga is one trace: the request that begins it is its root; a later request only links to it. */
function originOf({ sagaId, traceparent }: OutgoingCommand): TraceHeaders & { request?: string } {
  if (traceparent === undefined) {
    trace.getActiveSpan()?.setAttribute(attributes.sagaId, sagaId);
    return traceHeadersOf(context.active());
  }
  linkToSaga(traceparent);
  return { traceparent, request: traceparentOf() };
}
