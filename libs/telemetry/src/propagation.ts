import {
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  trace,
  type Context,
  type Link,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { attributes, linkReasons } from './attributes';

export interface TraceHeaders {
  readonly traceparent?: string;
  readonly tracestate?: string;
}

/** The context that W3C headers describe; the root context when they are absent or not valid. */
export function contextOf(headers: TraceHeaders | Readonly<Record<string, string>>): Context {
  return headers.traceparent === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, headers);
}

/** W3C `traceparent` of a span, or of a context's span (default: the active one); undefined outside a trace. */
export function traceparentOf(of: Span | Context = context.active()): string | undefined {
  const span = 'spanContext' in of ? of.spanContext() : trace.getSpanContext(of);
  if (span === undefined || !isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

/** Both W3C headers of a context (default: the active one), absent ones left out. */
export function traceHeadersOf(of: Context = context.active()): TraceHeaders {
  const traceparent = traceparentOf(of);
  if (traceparent === undefined) return {};
  const tracestate = trace.getSpanContext(of)?.traceState?.serialize();
  return tracestate ? { traceparent, tracestate } : { traceparent };
}

/** What a `traceparent` names; undefined when it is absent or not valid. */
export function spanContextOf(traceparent: string | undefined): SpanContext | undefined {
  return traceparent === undefined ? undefined : (parseTraceParent(traceparent) ?? undefined);
}

export type LinkReason = (typeof linkReasons)[Exclude<keyof typeof linkReasons, 'attribute'>];

/** A link to the span that a `traceparent` names, with the reason as an attribute; none when it is not valid. */
export function linksTo(traceparent: string | undefined, reason: LinkReason): Link[] {
  const target = spanContextOf(traceparent);
  return target === undefined ? [] : [{ context: target, attributes: { [linkReasons.attribute]: reason } }];
}

/** The request that began a saga is the root of its trace: marks the active span with the saga's id. */
export function beginSagaTrace(sagaId: string): void {
  trace.getActiveSpan()?.setAttribute(attributes.sagaId, sagaId);
}

const linked = new WeakMap<Span, string>();

/**
 * For a later request about a saga (cancel, resolve, a read): links the active span to the saga's trace, once. The
 * request stays a trace of its own and carries no saga id.
 */
export function linkToSaga(traceparent: string | undefined): void {
  const span = trace.getActiveSpan();
  if (span === undefined || traceparent === undefined || linked.get(span) === traceparent) return;
  linked.set(span, traceparent);
  for (const link of linksTo(traceparent, linkReasons.saga)) span.addLink(link);
}
