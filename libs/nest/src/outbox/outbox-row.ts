/** A message that waits to leave, as `partitura.outbox` holds it. */
export interface OutboxRow {
  /** bigint, as text. */
  readonly id: string;
  readonly topic: string;
  readonly saga_id: string;
  readonly event_id: string;
  readonly type: string;
  /** JSON. */
  readonly data: string;
  readonly traceparent: string | null;
  readonly tracestate: string | null;
  /** Of the request that caused it, when that is a trace of its own. */
  readonly request_traceparent: string | null;
  readonly created_at: Date;
}
