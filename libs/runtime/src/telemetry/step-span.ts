import { type Context, type Link, type Span, trace } from '@opentelemetry/api';
import type { SagaEvent } from '@partitura/engine';
import {
  attributes,
  contextOf,
  linksTo,
  recordError,
  startProcessSpan,
  startSendSpan,
  traceparentOf,
  tracer,
} from '@partitura/telemetry';
import type { Input } from '../loop/input';

/** Where a step belongs in the traces (P10), as W3C traceparents. */
export interface StepOrigin {
  readonly parent?: string;
  /** The request that a later change of the saga comes from: a trace of its own. */
  readonly request?: string;
}

/** One engine step: a span of the saga's trace, and the parent of every message that the step sends (P10). */
export class StepSpan {
  /** W3C traceparent of the step; undefined while nothing is traced. */
  readonly traceparent: string | undefined;
  private readonly span: Span;
  private readonly context: Context;

  constructor(input: Input, { parent, request }: StepOrigin) {
    const parentContext = parent === undefined ? contextOf({}) : contextOf({ traceparent: parent });
    this.span = startStep(input, parentContext, linksTo(request, 'request'));
    this.traceparent = traceparentOf(this.span);
    this.context = trace.setSpan(parentContext, this.span);
    if (this.span.isRecording())
      this.span.setAttributes({ [attributes.sagaId]: input.sagaId, [attributes.step]: stepName(input) });
  }

  /** The elements that the step has entered and left, as events of the span. */
  record(events: readonly SagaEvent[]): void {
    if (!this.span.isRecording()) return;
    for (const event of events)
      if (
        event.type === 'ElementEntered' ||
        event.type === 'ElementCompleted' ||
        event.type === 'ElementTerminated'
      )
        this.span.addEvent(event.type, { [attributes.elementId]: event.elementId });
  }

  refused(message: string): void {
    if (this.span.isRecording()) this.span.addEvent('refused', { message });
  }

  failed(error: Error): void {
    recordError(this.span, error);
  }

  /** The traceparent for a message of this step: that of its producer span. */
  produce(topic: string, message: SentMessage): string | undefined {
    if (!this.span.isRecording()) return this.traceparent;
    const { sagaId, messageId, participant, elementId, attempt, retries, compensates } = message;
    const span = startSendSpan(
      {
        topic,
        key: sagaId,
        messageId,
        participant,
        links: [...linksTo(retries, 'retries'), ...linksTo(compensates, 'compensates')],
        attributes: { [attributes.elementId]: elementId, [attributes.jobAttempt]: attempt },
      },
      this.context,
    );
    span.end();
    return traceparentOf(span);
  }

  /** Called after the commit: a step that is decided again leaves no span. */
  end(): void {
    this.span.end();
  }
}

export interface SentMessage {
  readonly sagaId: string;
  readonly messageId: string;
  readonly participant?: string;
  readonly elementId?: string;
  readonly attempt?: number;
  /** Traceparent of the attempt that is repeated. */
  readonly retries?: string;
  /** Traceparent of what is undone. */
  readonly compensates?: string;
}

function startStep({ sagaId, ask, origin }: Input, parent: Context, links: Link[]): Span {
  if (origin.topic !== undefined)
    return startProcessSpan({ topic: origin.topic, key: sagaId, links }, parent);
  return tracer.startSpan(NAMES[ask.kind], { links }, parent);
}

const NAMES: Record<Input['ask']['kind'], string> = {
  start: 'start saga',
  join: 'step',
  command: 'step',
  request: 'step',
  finish: 'finish parts',
  timers: 'fire timers',
  deliver: 'deliver message',
  buffer: 'buffer message',
  deadLetter: 'dead letter',
};

const stepName = ({ ask }: Input): string =>
  ask.kind === 'command' || ask.kind === 'request' || ask.kind === 'join' ? ask.command.kind : ask.kind;
