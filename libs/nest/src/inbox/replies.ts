import { SpanStatusCode, type Span } from '@opentelemetry/api';
import {
  encodeCloudEvent,
  messageTypes,
  type Bus,
  type BusMessage,
  type WithdrawalAcknowledgement,
} from '@partitura/runtime';
import { contextOf, startSendSpan, traceparentOf } from '@partitura/telemetry';

/** What goes back to the host of a saga. */
export interface Reply {
  readonly replyTo: string;
  readonly sagaId: string;
  readonly type: string;
  /** The same whenever it is sent again. */
  readonly id: string;
  /** JSON. */
  readonly text: string;
  /** traceparent of the work that it reports. */
  readonly trace?: string;
}

export const answerReply = (
  job: {
    readonly jobKey: string;
    readonly attempt: number;
    readonly replyTo: string;
    readonly sagaId: string;
  },
  text: string,
  trace: string | undefined,
): Reply => ({
  replyTo: job.replyTo,
  sagaId: job.sagaId,
  type: messageTypes.jobAnswered,
  id: `${job.jobKey}-${job.attempt}-answer`,
  text,
  trace,
});

export const acknowledgementReply = (
  replyTo: string,
  sagaId: string,
  acknowledgement: WithdrawalAcknowledgement,
  trace: string | undefined,
): Reply => ({
  replyTo,
  sagaId,
  type: messageTypes.withdrawalAcknowledged,
  id: `${acknowledgement.jobKey}-withdrawal`,
  text: JSON.stringify(acknowledgement),
  trace,
});

/** Sends replies, each inside a producer span, and dead letters as they are; one awaited publish for all of them. */
export async function publishReplies(
  bus: Bus,
  participant: string,
  replies: readonly Reply[],
  deadLetters: readonly BusMessage[] = [],
): Promise<void> {
  if (replies.length === 0 && deadLetters.length === 0) return;
  const spans: Span[] = [];
  const messages = replies.map((reply) => {
    const span = startSendSpan(
      { topic: reply.replyTo, key: reply.sagaId, messageId: reply.id, participant },
      contextOf({ traceparent: reply.trace }),
    );
    spans.push(span);
    return encode(reply, participant, traceparentOf(span) ?? reply.trace);
  });
  try {
    await bus.publish(deadLetters.length === 0 ? messages : [...messages, ...deadLetters]);
  } catch (error) {
    for (const span of spans)
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}

function encode(reply: Reply, participant: string, traceparent: string | undefined): BusMessage {
  const message = encodeCloudEvent(reply.replyTo, {
    id: reply.id,
    source: `/${participant}`,
    type: reply.type,
    sagaId: reply.sagaId,
    traceparent,
    data: null,
  });
  // The text is the mark's, so that a redelivered command gets exactly the first answer.
  return { ...message, value: reply.text };
}
