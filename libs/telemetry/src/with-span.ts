import {
  context,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type SpanOptions,
} from '@opentelemetry/api';
import { attributes } from './attributes';
import { tracer } from './tracer';

/**
 * Runs `work` inside a span that ends with it; an error marks the span and goes on to the caller.
 *
 * `parent` defaults to the active context.
 */
export async function withSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => T | Promise<T>,
  parent: Context = context.active(),
): Promise<T> {
  const span = tracer.startSpan(name, options, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => work(span));
  } catch (error) {
    recordError(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Marks a span as failed: exception event, `error.type`, status. */
export function recordError(span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  span.recordException(error instanceof Error ? error : message);
  span.setAttribute(attributes.errorType, codeOf(error) ?? name);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
