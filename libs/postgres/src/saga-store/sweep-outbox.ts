import type { OutboxRow } from '@partitura/runtime';
import type { ClientBase } from 'pg';
import { columns } from './columns';
import { outboxRow, type OutboxRecord } from './row-types';
import { deleteOutboxRows } from './statements/delete-outbox-rows';
import { staleOutbox } from './statements/stale-outbox';

/**
 * Publishes what writers left behind, inside a transaction. One sweeper at a time over all orchestrators: with two, each
 * skipping what the other has locked, a saga's messages could leave in the wrong order (P3).
 */
export async function sweepOutbox(
  client: ClientBase,
  olderThanMs: number,
  limit: number,
  publish: (rows: readonly OutboxRow[]) => Promise<void>,
): Promise<number> {
  const lock = await client.query<{ got: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('partitura outbox sweep', 0)) AS got`,
  );
  if (!lock.rows[0]?.got) return 0;
  const { rows } = await client.query<OutboxRecord>({ ...staleOutbox, values: [olderThanMs, limit] });
  if (rows.length === 0) return 0;
  await publish(rows.map(outboxRow));
  await client.query({ ...deleteOutboxRows, values: columns(rows, [(row) => row.batch, (row) => row.seq]) });
  return rows.length;
}
