import type { SagaEvent, Variables } from '@partitura/engine';
import { encodeCloudEvent } from '../cloud-event';
import { EVENT_TYPE_PREFIX, topics } from '../messages';
import { type BusMessage, deadLetter } from '../ports/bus';
import type { Host } from './host';
import type { Ask, Input, StartAsk } from './input';
import { letterThatFits } from './message-size';

/** The dead letter of a message that the engine has refused; `encoded`: the message, where it has come on no record. */
export function refusedLetter(
  { origin, ask }: Input,
  { variables, reason }: Extract<SagaEvent, { type: 'MessageRefused' }>,
  encoded: () => BusMessage,
  maxBytes: number,
): BusMessage {
  // What a record has led to may be another message.
  const record = carries(ask, variables) ? origin.record : undefined;
  return deadLetter(record ?? letterThatFits(encoded(), maxBytes), reason);
}

const carries = (ask: Ask, variables: Variables): boolean =>
  ask.kind === 'join' && ask.command.kind === 'receiveMessage' && ask.command.variables === variables;

/** What the start event that a message begins a saga at takes of it. */
export interface AdmittedStart {
  readonly ask: StartAsk;
  /** Nothing begins. */
  readonly fault?: string;
  /** Where the message goes then; a caller who waits is told instead. */
  readonly letter?: BusMessage;
}

export function admitStart(host: Host, input: Input, ask: StartAsk): AdmittedStart {
  const { startEvent, score, process } = ask;
  const model = host.knows(score)
    ? host.library.score(score).processes.find(({ id }) => id === process)
    : undefined;
  const node = startEvent === undefined ? undefined : model?.elements.get(startEvent);
  const reference = node?.message?.schema;
  const schema = reference === undefined ? undefined : host.library.messageSchema?.(reference, score);
  if (!schema) return { ask };
  const { variables, fault } = schema(ask.variables);
  if (fault === undefined) return { ask: { ...ask, variables } };
  const reason = startFault(node?.triggerOf ?? startEvent ?? '', reference ?? '', fault);
  const message = input.origin.record ?? encode(host, input, ask, model?.participant);
  return { ask, fault: reason, ...(message ? { letter: deadLetter(message, reason) } : {}) };
}

export const startFault = (element: string, reference: string, fault: string): string =>
  `The message for ${element} breaks its schema ${reference}: ${fault}. Send it as the schema says.`;

function encode(
  host: Host,
  { sagaId }: Input,
  { message, variables }: StartAsk,
  participant: string | undefined,
): BusMessage | undefined {
  return (
    message &&
    letterThatFits(
      encodeCloudEvent(topics.events(participant ?? host.name), {
        id: message.messageId,
        source: '/publications',
        type: EVENT_TYPE_PREFIX + message.name,
        sagaId,
        ...(message.trace === undefined ? {} : { traceparent: message.trace }),
        extensions: message.key === '' ? {} : { correlationkey: message.key },
        data: variables,
      }),
      host.maxMessageBytes,
    )
  );
}
