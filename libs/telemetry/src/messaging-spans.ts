import { SpanKind, type Attributes, type Context, type Link, type Span } from '@opentelemetry/api';
import { attributes } from './attributes';
import { tracer } from './tracer';

/** `kafka`, or `partitura` for the embedded bus. */
export type MessagingSystem = 'kafka' | 'partitura';

let system: MessagingSystem = 'partitura';

/** A process has one bus; its name goes into every messaging span. */
export function setMessagingSystem(name: MessagingSystem): void {
  system = name;
}

export interface MessageSpan {
  readonly topic: string;
  /** The saga id. */
  readonly key: string;
  readonly messageId?: string;
  readonly partition?: number;
  readonly offset?: string;
  /** Consumers: their group. */
  readonly group?: string;
  readonly participant?: string;
  readonly links?: Link[];
  readonly attributes?: Attributes;
}

/** Producer span `send <topic>`; the message carries its context. */
export const startSendSpan = (message: MessageSpan, parent: Context): Span =>
  start('send', SpanKind.PRODUCER, message, parent);

/** Consumer span `process <topic>`, child of the context that the message carries. */
export const startProcessSpan = (message: MessageSpan, parent: Context): Span =>
  start('process', SpanKind.CONSUMER, message, parent);

function start(operation: 'send' | 'process', kind: SpanKind, message: MessageSpan, parent: Context): Span {
  const span = tracer.startSpan(`${operation} ${message.topic}`, { kind, links: message.links }, parent);
  if (span.isRecording()) span.setAttributes(describe(operation, message));
  return span;
}

function describe(operation: string, message: MessageSpan): Attributes {
  return {
    [attributes.messagingSystem]: system,
    [attributes.messagingOperationType]: operation,
    [attributes.messagingOperationName]: operation,
    [attributes.messagingDestination]: message.topic,
    [attributes.messagingMessageId]: message.messageId,
    [attributes.messagingConsumerGroup]: message.group,
    [attributes.messagingPartition]: message.partition === undefined ? undefined : String(message.partition),
    [attributes.kafkaMessageKey]: message.key,
    [attributes.kafkaOffset]: message.offset === undefined ? undefined : Number(message.offset),
    [attributes.sagaId]: message.key,
    [attributes.participant]: message.participant,
    ...message.attributes,
  };
}
