import type { QueryRunner } from 'typeorm';
import type { OutboxRow } from './outbox-row';

/**
 * Takes the oldest messages inside the relay's transaction, which commits when they are published.
 *
 * The lock without SKIP LOCKED is what keeps the order (P3): a second instance waits at the first message that
 * another one is publishing, finds it deleted, and goes on behind it.
 */
export async function takeMessages(runner: QueryRunner, limit: number): Promise<OutboxRow[]> {
  const result = (await runner.query(
    `DELETE FROM partitura.outbox
     WHERE id IN (SELECT id FROM partitura.outbox ORDER BY id LIMIT $1 FOR UPDATE)
     RETURNING id, topic, saga_id, event_id, type, data, traceparent, tracestate, request_traceparent, created_at`,
    [limit],
    true,
  )) as { records: OutboxRow[] };
  // RETURNING keeps no order.
  return result.records.sort((one, two) => (BigInt(one.id) < BigInt(two.id) ? -1 : 1));
}
