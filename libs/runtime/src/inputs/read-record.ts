import { v5 } from 'uuid';
import { addDuration, parseDuration } from '@partitura/feel';
import { type CloudEvent, decodeCloudEvent, MalformedMessageError } from '../cloud-event';
import { SOURCE_PREFIX } from '../loop/effects';
import type { Ask, RequestAsk } from '../loop/input';
import { EVENT_TYPE_PREFIX, messageTypes } from '../messages';
import type { BusRecord } from '../ports/bus';
import type { ScoreRegistry } from '../scores/score-registry';
import { faults, messageVariables, sagaRequest } from './message-schemas';
import { readAcknowledgement, readJobAnswer } from './read-answer';

/** What a record asks for, saga by saga; nothing when it concerns no saga here. */
export interface RecordAsk {
  readonly sagaId: string;
  readonly ask: Ask;
  /** A request about a saga that runs already, see `Origin`. */
  readonly about?: boolean;
}

export interface ReadContext {
  readonly registry: ScoreRegistry;
  readonly now: number;
  /** Time-to-live of buffered messages that name none. */
  readonly messageTtlMs: number;
}

/** Namespace of ids of sagas that a message from another saga begins: the same message begins the same saga (P1). */
const SAGA_NAMESPACE = '6f2a7e1c-6d0b-4c0a-9a3e-0c7b3d9f5a41';

/** Throws `MalformedMessageError` for what cannot be understood. */
export function readRecord(record: BusRecord, context: ReadContext): RecordAsk[] {
  if (isUnknownEvent(record, context.registry)) return [];
  return asksOf(decodeCloudEvent(record), context);
}

/** Domain events of every service pass here: the type alone shows that most concern no deployed model. */
export function isUnknownEvent({ headers }: BusRecord, registry: ScoreRegistry): boolean {
  const { ce_type: type } = headers;
  if (!type?.startsWith(EVENT_TYPE_PREFIX)) return false;
  const name = type.slice(EVENT_TYPE_PREFIX.length);
  return registry.messageStarts(name).length === 0 && !registry.catches(name);
}

function asksOf(event: CloudEvent, context: ReadContext): RecordAsk[] {
  const { sagaId } = event;
  switch (event.type) {
    case messageTypes.jobAnswered:
      return [{ sagaId, ask: readJobAnswer(event) }];
    case messageTypes.withdrawalAcknowledged:
      return [{ sagaId, ask: readAcknowledgement(event) }];
    case messageTypes.sagaCompensationRequested:
    case messageTypes.sagaCancellationRequested:
      return [{ sagaId, ask: readRequest(event), about: true }];
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

/** A message from outside begins sagas at message start events of its name; else it waits for a subscription. */
function readMessage(event: CloudEvent, context: ReadContext): RecordAsk[] {
  const name = event.type.slice(EVENT_TYPE_PREFIX.length);
  const parsed = messageVariables.safeParse(event.data);
  if (!parsed.success)
    throw new MalformedMessageError(`Message ${name} carries no JSON object: ${faults(parsed.error)}.`);
  const starts = context.registry.messageStarts(name);
  if (starts.length > 0)
    return starts.map(({ score, process, event: startEvent }, i) => ({
      sagaId:
        i === 0 && !event.source.startsWith(SOURCE_PREFIX)
          ? event.sagaId
          : startedSagaId(event, score.id, startEvent.id),
      ask: {
        kind: 'start',
        score: score.key,
        process: process.id,
        startEvent: startEvent.id,
        variables: parsed.data,
      },
    }));
  const key = event.extensions?.correlationkey;
  if (key === undefined) return [];
  return [
    {
      sagaId: event.sagaId,
      ask: {
        kind: 'buffer',
        message: {
          name,
          key,
          messageId: `${event.source} ${event.id}`,
          variables: JSON.stringify(parsed.data),
          expiresAt: expiryOf(event, context),
          trace: event.traceparent,
        },
      },
    },
  ];
}

const startedSagaId = ({ source, id }: CloudEvent, score: string, startEvent: string) =>
  v5(`${source} ${id} ${score} ${startEvent}`, SAGA_NAMESPACE);

function expiryOf({ extensions }: CloudEvent, { now, messageTtlMs }: ReadContext): number {
  const text = extensions?.timetolive;
  if (text === undefined) return now + messageTtlMs;
  try {
    return addDuration(now, parseDuration(text));
  } catch (cause) {
    throw new MalformedMessageError(`Extension timetolive: ${(cause as Error).message}`, { cause });
  }
}
