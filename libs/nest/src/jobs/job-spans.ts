import {
  context,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Link,
  type Span,
} from '@opentelemetry/api';
import type { JobRequest } from '@partitura/runtime';
import {
  attributes,
  contextOf,
  linkReasons,
  linksTo,
  startProcessSpan,
  tracer,
  traceparentOf,
  withSaga,
  type TraceHeaders,
} from '@partitura/telemetry';
import type { JobOutcome } from './outcome';

export interface TracedJob {
  readonly sagaId: string;
  readonly request: JobRequest;
  readonly participant: string;
  /** The command's message; a job that this process asked of itself has none. */
  readonly message?: {
    readonly topic: string;
    readonly messageId: string;
    readonly partition?: number;
    readonly offset?: string;
  };
  /** Context in which the job was born. */
  readonly headers: TraceHeaders;
  /** traceparent of the attempt before this one. */
  readonly earlier?: string;
}

/** The spans of an attempt: `process <topic>` where a message brought it, and inside it one named after the job type. */
export class JobSpans {
  /** What the handler runs in. */
  readonly context: Context;
  private readonly process: Span | undefined;
  private readonly handler: Span;

  constructor(job: TracedJob) {
    const described = describe(job);
    const parent = withSaga(contextOf(job.headers), job.sagaId);
    this.process =
      job.message &&
      startProcessSpan(
        {
          ...job.message,
          key: job.sagaId,
          group: job.participant,
          participant: job.participant,
          attributes: described,
        },
        parent,
      );
    const around = this.process ? trace.setSpan(parent, this.process) : parent;
    this.handler = tracer.startSpan(
      job.request.jobType,
      { kind: SpanKind.INTERNAL, links: links(job) },
      around,
    );
    if (this.handler.isRecording())
      this.handler.setAttributes({
        ...described,
        [attributes.sagaId]: job.sagaId,
        [attributes.participant]: job.participant,
      });
    this.context = trace.setSpan(around, this.handler);
  }

  get traceparent(): string | undefined {
    return traceparentOf(this.handler);
  }

  /** Runs `work` as part of the attempt: logs and spans inside belong to it. */
  run<T>(work: () => T): T {
    return context.with(this.context, work);
  }

  end(outcome: JobOutcome | { readonly kind: 'abandoned'; readonly message: string }): void {
    for (const span of [this.handler, this.process]) {
      if (span?.isRecording()) {
        span.setAttribute(attributes.jobOutcome, outcome.kind);
        if (outcome.kind === 'error') span.setAttribute(attributes.errorType, outcome.code);
        if (outcome.kind === 'failed' || outcome.kind === 'abandoned')
          span.setStatus({ code: SpanStatusCode.ERROR, message: outcome.message });
      }
      span?.end();
    }
  }
}

function describe({ request }: TracedJob): Attributes {
  return {
    [attributes.elementId]: request.elementId,
    [attributes.jobKey]: request.jobKey,
    [attributes.jobType]: request.jobType,
    [attributes.jobAttempt]: request.attempt,
    [attributes.processId]: request.processId,
    [attributes.compensatesElementId]: request.compensates?.elementId,
  };
}

function links({ request, earlier }: TracedJob): Link[] {
  return [
    ...linksTo(request.compensates?.traceparent, linkReasons.compensates),
    ...linksTo(earlier, linkReasons.retries),
  ];
}
