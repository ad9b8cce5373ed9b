import type { SagaEvent } from '@partitura/engine';
import { type CloudEvent, encodeCloudEvent } from '../cloud-event';
import { publicKey } from '../keys';
import {
  EVENT_TYPE_PREFIX,
  type JobRequest,
  type JobWithdrawal,
  messageTypes,
  type SagaEnded,
  topics,
} from '../messages';
import type { BusMessage } from '../ports/bus';
import type { SubscriptionRow } from '../ports/saga-store';
import type { SentMessage, StepSpan } from '../telemetry/step-span';
import type { SagaEntry } from './saga-entry';

type EventOf<Type extends SagaEvent['type']> = Extract<SagaEvent, { type: Type }>;

/** Source attribute of events that a host of this product has sent. */
export const SOURCE_PREFIX = '/partitura/';

/** Turns what happened into what others must be told: bus messages and rows of outer subscriptions. */
export class Effects {
  readonly messages: { readonly saga: SagaEntry; readonly message: BusMessage }[] = [];
  readonly opened = new Map<string, SubscriptionRow>();
  readonly closed: SubscriptionRow[] = [];

  constructor(
    private readonly host: string,
    private readonly now: number,
  ) {}

  /** The message of an event, when there is one and it is not added yet. `trace`: of the attempt before, for retries. */
  requestJob(
    saga: SagaEntry,
    event: EventOf<'JobRequested'>,
    step: StepSpan,
    previousTrace?: string,
  ): BusMessage | undefined {
    if (event.kind !== 'service' || event.participant === undefined) return undefined;
    const jobKey = publicKey(saga.number, event.job);
    const data: JobRequest = {
      jobKey,
      attempt: event.attempt,
      jobType: event.jobType,
      elementId: event.elementId,
      elementInstanceKey: publicKey(saga.number, event.element),
      processInstanceKey: publicKey(saga.number, event.instance),
      processId: event.process,
      idempotencyKey: idempotencyKey(saga, event),
      variables: event.variables,
      headers: event.headers,
      retries: event.retries,
      ...(event.deadline === undefined ? {} : { deadline: new Date(event.deadline).toISOString() }),
      replyTo: topics.replies(this.host),
      ...(event.compensates ? { compensates: compensates(event.compensates) } : {}),
    };
    return this.encode(
      topics.commands(event.participant),
      { id: `${jobKey}/${event.attempt}`, type: messageTypes.jobRequested, subject: event.jobType, data },
      saga,
      step,
      {
        participant: event.participant,
        elementId: event.elementId,
        attempt: event.attempt,
        retries: previousTrace,
        compensates: event.compensates?.trace,
      },
    );
  }

  withdrawJob(saga: SagaEntry, event: EventOf<'JobWithdrawn'>, step: StepSpan): void {
    if (event.kind !== 'service' || event.participant === undefined) return;
    const jobKey = publicKey(saga.number, event.job);
    const data: JobWithdrawal = {
      jobKey,
      attempt: event.attempt,
      jobType: event.jobType,
      elementId: event.elementId,
      idempotencyKey: idempotencyKey(saga, event),
      replyTo: topics.replies(this.host),
      ...(event.handler ? { handler: event.handler } : {}),
    };
    const message = this.encode(
      topics.commands(event.participant),
      { id: `${jobKey}/withdrawn`, type: messageTypes.jobWithdrawn, subject: event.jobType, data },
      saga,
      step,
      {
        participant: event.participant,
        elementId: event.elementId,
        attempt: event.attempt,
        retries: event.trace,
      },
    );
    this.send(saga, message);
  }

  /** A message to the outside: it comes back on the same topic, in case another saga waits for it here. */
  throwMessage(saga: SagaEntry, event: EventOf<'MessageThrown'>, step: StepSpan): void {
    const topic = topics.events(event.participant ?? this.host);
    const message = this.encode(
      topic,
      {
        id: publicKey(saga.number, event.id),
        type: EVENT_TYPE_PREFIX + event.name,
        data: event.variables,
        ...(event.key === undefined ? {} : { extensions: { correlationkey: event.key } }),
      },
      saga,
      step,
      { participant: event.participant, elementId: event.elementId },
    );
    this.send(saga, message);
  }

  /** Whoever keeps something for the time of a saga learns of its end from the journal. */
  endSaga(saga: SagaEntry, { status }: EventOf<'SagaEnded'>, step: StepSpan): void {
    const { reason, handlerSkipped } = saga.state ?? {};
    const data: SagaEnded = {
      sagaId: saga.sagaId,
      state: status,
      ...(reason ? { reason } : {}),
      ...(handlerSkipped ? { handlerSkipped } : {}),
    };
    const id = `${saga.sagaId}/ended`;
    this.send(saga, this.encode(topics.journal, { id, type: messageTypes.sagaEnded, data }, saga, step, {}));
  }

  openSubscription(saga: SagaEntry, { subscription }: EventOf<'SubscriptionOpened'>): void {
    if (subscription.key === undefined) return;
    this.opened.set(`${saga.sagaId} ${subscription.id}`, {
      name: subscription.name,
      key: subscription.key,
      sagaId: saga.sagaId,
      subscription: subscription.id,
    });
  }

  closeSubscription(saga: SagaEntry, { subscription }: EventOf<'SubscriptionClosed'>): void {
    const { key, id } = subscription;
    // Opened and closed in one batch: nobody outside ever sees it.
    if (key === undefined || this.opened.delete(`${saga.sagaId} ${id}`)) return;
    this.closed.push({ name: subscription.name, key, sagaId: saga.sagaId, subscription: id });
  }

  send(saga: SagaEntry, message: BusMessage): void {
    this.messages.push({ saga, message });
  }

  private encode(
    topic: string,
    event: Pick<CloudEvent, 'id' | 'type' | 'subject' | 'extensions' | 'data'>,
    saga: SagaEntry,
    step: StepSpan,
    about: Omit<SentMessage, 'sagaId' | 'messageId'>,
  ): BusMessage {
    const traceparent = step.produce(topic, { ...about, messageId: event.id, sagaId: saga.sagaId });
    return encodeCloudEvent(topic, {
      ...event,
      source: SOURCE_PREFIX + this.host,
      time: new Date(this.now).toISOString(),
      sagaId: saga.sagaId,
      traceparent,
    });
  }
}

const idempotencyKey = (saga: SagaEntry, { elementId, element }: { elementId: string; element: number }) =>
  `${saga.sagaId}/${elementId}/${publicKey(saga.number, element)}`;

const compensates = ({ elementId, reason, trace }: NonNullable<EventOf<'JobRequested'>['compensates']>) => ({
  elementId,
  ...(reason ? { reason } : {}),
  ...(trace === undefined ? {} : { traceparent: trace }),
});
