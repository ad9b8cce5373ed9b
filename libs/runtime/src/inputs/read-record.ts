import { addDuration, parseDuration } from '@partitura/feel';
import { type CloudEvent, decodeCloudEvent, MalformedMessageError } from '../cloud-event';
import { isBetweenHosts, readDistribution, readMessageBetweenHosts } from '../distribution/read-distribution';
import { SOURCE_PREFIX } from '../loop/effects';
import type { Ask, RequestAsk } from '../loop/input';
import { lifetime, signalMessage } from '../loop/outer-messages';
import { EVENT_TYPE_PREFIX, messageTypes, topics } from '../messages';
import type { BusRecord } from '../ports/bus';
import { startAsk, startedSagaId } from '../scores/begin-saga';
import type { OuterMessage } from '../ports/saga-store';
import { COORDINATOR } from '../scores/placement';
import { forwardedSignal } from '../outside/forwarding';
import type { ScoreRegistry } from '../scores/score-registry';
import { faults, messageVariables, sagaRequest, signalBroadcast } from './message-schemas';
import { readAcknowledgement, readJobAnswer } from './read-answer';

/** What a record asks for, saga by saga; nothing when it concerns no saga here. */
export interface RecordAsk {
  readonly sagaId: string;
  readonly ask: Ask;
  /** A request about a saga that runs already, see `Origin`. */
  readonly about?: boolean;
}

export interface ReadContext {
  /** Name of this host. */
  readonly host: string;
  readonly registry: ScoreRegistry;
  readonly now: number;
  /** Time-to-live of buffered messages that name none. */
  readonly messageTtlMs: number;
}

/** Throws `MalformedMessageError` for what cannot be understood. */
export function readRecord(record: BusRecord, context: ReadContext): RecordAsk[] {
  if (isUnknownEvent(record, context.registry)) return [];
  const event = decodeCloudEvent(record);
  if (isBetweenHosts(record)) return readMessageBetweenHosts(event, context.host);
  return asksOf(event, { ...context, at: arrivalOf(record) });
}

/** Domain events of every service pass here: the type alone shows that most concern no deployed model. */
export function isUnknownEvent(record: BusRecord, registry: ScoreRegistry): boolean {
  const { headers } = record;
  if (isBetweenHosts({ headers })) return false;
  const { ce_type: type } = headers;
  if (!type?.startsWith(EVENT_TYPE_PREFIX)) return false;
  const name = type.slice(EVENT_TYPE_PREFIX.length);
  const at = arrivalOf(record);
  return (
    registry.startsOf('message', name, at).length === 0 &&
    !registry.awaits('message', name, at) &&
    !registry.catches(name)
  );
}

/**
 * When a record came (epoch ms), for every host that reads it the same: hosts of two versions must decide alike which of them
 * begins a saga with it.
 */
const arrivalOf = ({ topic, headers, timestamp }: BusRecord): number =>
  topic.endsWith(topics.coordination('')) && headers.ce_arrivedat !== undefined
    ? Number(headers.ce_arrivedat)
    : timestamp;

interface EventContext extends ReadContext {
  /** When the event came, see `arrivalOf`. */
  readonly at: number;
}

function asksOf(event: CloudEvent, context: EventContext): RecordAsk[] {
  const { sagaId } = event;
  const asks = readDistribution(event);
  if (asks) return asks;
  switch (event.type) {
    case messageTypes.jobAnswered:
      return [{ sagaId, ask: readJobAnswer(event) }];
    case messageTypes.withdrawalAcknowledged:
      return [{ sagaId, ask: readAcknowledgement(event) }];
    case messageTypes.sagaCompensationRequested:
    case messageTypes.sagaCancellationRequested:
      return [{ sagaId, ask: readRequest(event), about: true }];
    case messageTypes.signalBroadcast:
      return [readSignal(event, context)];
    default:
      if (event.type.startsWith(EVENT_TYPE_PREFIX)) return readMessage(event, context);
      throw new MalformedMessageError(
        `Type ${event.type} is not understood here: check the topic it was sent to.`,
      );
  }
}

function readRequest(event: CloudEvent): RequestAsk {
  const parsed = sagaRequest.safeParse(event.data);
  if (!parsed.success) throw new MalformedMessageError(`Not a saga request: ${faults(parsed.error)}.`);
  if (event.type === messageTypes.sagaCancellationRequested)
    return { kind: 'request', command: { kind: 'cancelSaga' } };
  return {
    kind: 'request',
    command: { kind: 'compensateSaga', reason: parsed.data.reason ?? { code: 'COMPENSATION_REQUESTED' } },
  };
}

/**
 * A message from outside. Without a correlation key nothing can wait for it: it begins sagas at once, or concerns nobody. With
 * one it is kept for everyone who receives it; so it is while a version is on its way that may begin with it.
 */
function readMessage(event: CloudEvent, context: EventContext): RecordAsk[] {
  const name = event.type.slice(EVENT_TYPE_PREFIX.length);
  const parsed = messageVariables.safeParse(event.data);
  if (!parsed.success)
    throw new MalformedMessageError(`Message ${name} carries no JSON object: ${faults(parsed.error)}.`);
  const messageId = messageIdOf(event);
  const key = event.extensions?.correlationkey ?? '';
  // What a saga has thrown begins sagas of their own.
  const { uniqueid: uniqueId, sagaunnamed } = event.extensions ?? {};
  const named = event.source.startsWith(SOURCE_PREFIX) || sagaunnamed ? undefined : event.sagaId;
  const { now, at, registry } = context;
  if (key === '' && uniqueId === undefined && !registry.awaits('message', name, at))
    return registry.startsOf('message', name, at).map((start, i) => ({
      sagaId: (i === 0 ? named : undefined) ?? startedSagaId(messageId, start),
      ask: startAsk(start, parsed.data),
    }));
  const message: OuterMessage = {
    kind: 'message',
    name,
    key,
    messageId,
    variables: JSON.stringify(parsed.data),
    arrivedAt: at,
    ...lifetime(now, timeToLiveOf(event, context)),
    ...(uniqueId === undefined ? {} : { uniqueId }),
    ...(named === undefined ? {} : { sagaId: named }),
    ...(event.traceparent === undefined ? {} : { trace: event.traceparent }),
  };
  return [{ sagaId: event.sagaId, ask: { kind: 'buffer', message } }];
}

function readSignal(event: CloudEvent, { at, host, registry }: EventContext): RecordAsk {
  const parsed = signalBroadcast.safeParse(event.data);
  if (!parsed.success) throw new MalformedMessageError(`Not a signal: ${faults(parsed.error)}.`);
  const { name, variables } = parsed.data;
  const message = signalMessage(name, messageIdOf(event), variables, at, { trace: event.traceparent });
  // Hosts know of one another through the orchestrator alone.
  const forward =
    host === COORDINATOR
      ? registry
          .hostsListening('signal', name)
          .map((other) =>
            forwardedSignal(
              other,
              event.source,
              event.id,
              { ...parsed.data, traceparent: event.traceparent },
              at,
            ),
          )
      : [];
  return { sagaId: event.sagaId, ask: { kind: 'buffer', message, forward } };
}

const messageIdOf = ({ source, id }: CloudEvent) => `${source} ${id}`;

function timeToLiveOf({ extensions }: CloudEvent, { now, messageTtlMs }: ReadContext): number {
  const text = extensions?.timetolive;
  if (text === undefined) return messageTtlMs;
  try {
    return addDuration(now, parseDuration(text)) - now;
  } catch (cause) {
    throw new MalformedMessageError(`Extension timetolive: ${(cause as Error).message}`, { cause });
  }
}
