import type { EntityManager } from 'typeorm';
import type { OutboxRow } from './outbox-row';

/** Writes rows in their order, in one statement. */
export async function insertMessages(
  manager: EntityManager,
  rows: readonly Omit<OutboxRow, 'id' | 'created_at'>[],
): Promise<void> {
  await manager.query(
    `INSERT INTO partitura.outbox
       (topic, saga_id, event_id, type, data, traceparent, tracestate, request_traceparent)
     SELECT topic, saga_id, event_id, type, data, traceparent, tracestate, request_traceparent
       FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
            WITH ORDINALITY AS new (topic, saga_id, event_id, type, data, traceparent, tracestate, request_traceparent, n)
      ORDER BY n`,
    [
      rows.map((row) => row.topic),
      rows.map((row) => row.saga_id),
      rows.map((row) => row.event_id),
      rows.map((row) => row.type),
      rows.map((row) => row.data),
      rows.map((row) => row.traceparent),
      rows.map((row) => row.tracestate),
      rows.map((row) => row.request_traceparent),
    ],
  );
}
