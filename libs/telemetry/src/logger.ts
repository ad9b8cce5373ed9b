import { context, trace } from '@opentelemetry/api';
import pino, { type DestinationStream, type Logger } from 'pino';
import { sagaOf } from './saga-context';

export interface LoggerOptions {
  readonly service: string;
  /** pino's levels and `silent`; default `info`. */
  readonly level?: string;
  /** Default: stdout. */
  readonly destination?: DestinationStream;
}

export type { Logger };

/** JSON lines with `service`, `trace_id`, `span_id` and `sagaId` of the context in which they are written. */
export function createLogger({ service, level = 'info', destination }: LoggerOptions): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: activeIds,
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function activeIds(): Record<string, string> {
  const active = context.active();
  const ids: Record<string, string> = {};
  const span = trace.getSpanContext(active);
  if (span !== undefined) {
    ids.trace_id = span.traceId;
    ids.span_id = span.spanId;
  }
  const sagaId = sagaOf(active);
  if (sagaId !== undefined) ids.sagaId = sagaId;
  return ids;
}
