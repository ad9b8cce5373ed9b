import type { DistributionEvent, SagaEvent, Subscription } from '@partitura/engine';
import { type CloudEvent, encodeCloudEvent } from '../cloud-event';
import { distributionMessages, type Encode } from '../distribution/distribution-effects';
import type { LocalRequest } from '../distribution/held-job';
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
import type { JobRow, OuterMessage, StartLock, SubscriptionRow } from '../ports/saga-store';
import type { SentMessage, StepSpan } from '../telemetry/step-span';
import { forwardedSignal } from '../outside/forwarding';
import { checkThrownSize } from './message-size';
import { signalMessage } from './outer-messages';
import type { SagaEntry } from './saga-entry';

type EventOf<Type extends SagaEvent['type']> = Extract<SagaEvent, { type: Type }>;

/** Source attribute of events that a host of this product has sent. */
export const SOURCE_PREFIX = '/partitura/';

/** Turns what happened into what others must be told: bus messages and rows of outer subscriptions. */
export class Effects {
  readonly messages: { readonly saga: SagaEntry; readonly message: BusMessage }[] = [];
  readonly opened = new Map<string, SubscriptionRow>();
  readonly closed: SubscriptionRow[] = [];
  readonly signals: OuterMessage[] = [];
  readonly jobsOpened = new Map<string, JobRow>();
  readonly jobsClosed = new Map<string, Pick<JobRow, 'sagaId' | 'job'>>();
  readonly localJobs: LocalRequest[] = [];
  /** Idempotency keys of jobs that this process need not do any more. */
  readonly localWithdrawals: string[] = [];
  /** Locks of sagas that have ended. */
  readonly released: StartLock[] = [];

  constructor(
    private readonly host: string,
    private readonly now: number,
  ) {}

  /** The command of an event, not added yet. `trace`: of the attempt before, for retries. */
  requestJob(
    saga: SagaEntry,
    event: EventOf<'JobRequested'> & { readonly participant: string },
    step: StepSpan,
    previousTrace?: string,
  ): BusMessage {
    const data = jobRequest(saga, event, topics.replies(this.host));
    const id = `${data.jobKey}/${event.attempt}`;
    return this.encode(
      topics.commands(event.participant),
      { id, type: messageTypes.jobRequested, subject: event.jobType, data },
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

  /** A task that this process does itself. */
  requestLocalJob(
    saga: SagaEntry,
    event: EventOf<'JobRequested'> & { readonly participant: string },
    step: StepSpan,
  ): void {
    const { sagaId } = saga;
    const { participant } = event;
    const request = jobRequest(saga, event, topics.replies(this.host));
    this.localJobs.push({ sagaId, participant, request, job: event.job, traceparent: step.traceparent });
  }

  withdrawLocalJob(saga: SagaEntry, event: EventOf<'JobWithdrawn'>): void {
    this.localWithdrawals.push(idempotencyKey(saga, event));
  }

  /** The local jobs from this one on that were not taken back in the same batch. */
  wantedLocalJobs(from = 0): LocalRequest[] {
    return this.localJobs
      .slice(from)
      .filter(({ request }) => !this.localWithdrawals.includes(request.idempotencyKey));
  }

  withdrawJob(saga: SagaEntry, event: EventOf<'JobWithdrawn'>, step: StepSpan): void {
    if (event.kind === 'user' || event.participant === undefined) return;
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
  throwMessage(saga: SagaEntry, event: EventOf<'MessageThrown'>, step: StepSpan, maxBytes: number): void {
    const topic = topics.events(event.participant ?? this.host);
    const message = this.encode(
      topic,
      {
        id: publicKey(saga.number, event.id),
        type: EVENT_TYPE_PREFIX + event.name,
        data: event.variables,
        extensions: {
          ...(event.key === undefined ? {} : { correlationkey: event.key }),
          ...(event.timeToLive === undefined ? {} : { timetolive: event.timeToLive }),
        },
      },
      saga,
      step,
      { participant: event.participant, elementId: event.elementId },
    );
    checkThrownSize(message, event, maxBytes);
    this.send(saga, message);
  }

  /** A message that its receiver has refused, as it would stand on the bus. */
  refusedMessage(saga: SagaEntry, event: EventOf<'MessageRefused'>, step: StepSpan): BusMessage {
    const { participant, elementId, key } = event;
    return this.encode(
      topics.events(participant ?? this.host),
      {
        id: publicKey(saga.number, event.incident),
        type: EVENT_TYPE_PREFIX + event.name,
        data: event.variables,
        extensions: key === undefined ? {} : { correlationkey: key },
      },
      saga,
      step,
      { participant, elementId },
    );
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

  /** What other hosts of the saga must be told. */
  tellHosts(
    saga: SagaEntry,
    event: DistributionEvent | EventOf<'SagaEnded'>,
    step: StepSpan,
    hosts: readonly string[],
    maxBytes: number,
  ): void {
    const encode: Encode = (topic, about, more) => this.encode(topic, about, saga, step, more);
    for (const message of distributionMessages(saga, event, hosts, encode)) {
      if (event.type === 'MessageSent') checkThrownSize(message, event, maxBytes);
      this.send(saga, message);
    }
  }

  openSubscription(saga: SagaEntry, { subscription }: EventOf<'SubscriptionOpened'>): void {
    const row = outerSubscription(saga, subscription);
    if (row) this.opened.set(`${saga.sagaId} ${subscription.id}`, row);
  }

  closeSubscription(saga: SagaEntry, { subscription }: EventOf<'SubscriptionClosed'>): void {
    const row = outerSubscription(saga, subscription);
    // Opened and closed in one batch: nobody outside ever sees it.
    if (row && !this.opened.delete(`${saga.sagaId} ${subscription.id}`)) this.closed.push(row);
  }

  /** A signal for every other saga: kept by the same commit, so that a crash cannot lose it. `hosts`: others that may have some. */
  throwSignal(
    saga: SagaEntry,
    { id, name, variables }: EventOf<'SignalThrown'>,
    step: StepSpan,
    hosts: readonly string[],
  ): void {
    const [source, key] = [SOURCE_PREFIX + this.host, publicKey(saga.number, id)];
    const { traceparent } = step;
    this.signals.push(
      signalMessage(name, `${source} ${key}`, variables, this.now, {
        sagaId: saga.sagaId,
        trace: traceparent,
      }),
    );
    for (const host of hosts)
      this.send(saga, forwardedSignal(host, source, key, { name, variables, traceparent }, this.now));
  }

  openJob(saga: SagaEntry, { kind, job, jobType }: EventOf<'JobRequested'>): void {
    if (kind === 'user') return;
    this.jobsOpened.set(`${saga.sagaId} ${job}`, { sagaId: saga.sagaId, job, type: jobType });
  }

  closeJob({ sagaId }: SagaEntry, job: number): void {
    this.jobsOpened.delete(`${sagaId} ${job}`);
    this.jobsClosed.set(`${sagaId} ${job}`, { sagaId, job });
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

function jobRequest(saga: SagaEntry, event: EventOf<'JobRequested'>, replyTo: string): JobRequest {
  return {
    jobKey: publicKey(saga.number, event.job),
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
    replyTo,
    ...(event.compensates ? { compensates: compensates(event.compensates) } : {}),
  };
}

/**
 * Names the work, however often it is asked for: it depends neither on the numbers that a process gives out nor on the order of
 * messages, so that a step which was not committed asks by the same key when it is decided again.
 */
function idempotencyKey(
  { sagaId, state }: SagaEntry,
  { elementId, occurrence }: { elementId: string; occurrence: number },
): string {
  const host = state?.part ? [state.part.host] : [];
  return [sagaId, ...host, elementId, occurrence].join('/');
}

const compensates = ({ elementId, reason, trace }: NonNullable<EventOf<'JobRequested'>['compensates']>) => ({
  elementId,
  ...(reason ? { reason } : {}),
  ...(trace === undefined ? {} : { traceparent: trace }),
});

/** The row of a subscription that others can reach; a message of its own saga alone and a condition have none. */
function outerSubscription(
  { sagaId, state }: SagaEntry,
  { id, element, kind, name, key }: Subscription,
): SubscriptionRow | undefined {
  if (kind === 'condition' || (kind === 'message' && key === undefined)) return undefined;
  const instance = state?.elements[element]?.instance ?? element;
  const process = state?.instances[instance]?.process ?? '';
  return { kind, name, key: key ?? '', sagaId, subscription: id, process };
}
