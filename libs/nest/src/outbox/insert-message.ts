import type { EntityManager } from 'typeorm';
import type { OutboxRow } from './outbox-row';

export async function insertMessage(
  manager: EntityManager,
  row: Omit<OutboxRow, 'id' | 'created_at'>,
): Promise<void> {
  await manager.query(
    `INSERT INTO partitura.outbox
       (topic, saga_id, event_id, type, data, traceparent, tracestate, request_traceparent)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.topic,
      row.saga_id,
      row.event_id,
      row.type,
      row.data,
      row.traceparent,
      row.tracestate,
      row.request_traceparent,
    ],
  );
}
