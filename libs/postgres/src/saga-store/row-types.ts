import type { OutboxRow, StartLock, StoredSaga, StoredStatus } from '@partitura/runtime';

export interface SagaRecord {
  saga_id: string;
  shard: number;
  number: number;
  version: number;
  score: string;
  status: StoredStatus;
  state: string;
  trace: string | null;
  start_lock: string | null;
  next_due: number | null;
  started_at: number;
  ended_at: number | null;
}

export const storedSaga = (record: SagaRecord): StoredSaga => ({
  sagaId: record.saga_id,
  shard: record.shard,
  number: record.number,
  version: record.version,
  score: record.score,
  status: record.status,
  state: record.state,
  startedAt: Math.round(record.started_at),
  ...(record.trace === null ? {} : { trace: record.trace }),
  ...(record.start_lock === null ? {} : { startLock: JSON.parse(record.start_lock) as StartLock }),
  ...(record.next_due === null ? {} : { nextDue: Math.round(record.next_due) }),
  ...(record.ended_at === null ? {} : { endedAt: Math.round(record.ended_at) }),
});

export interface OutboxRecord {
  batch: number;
  seq: number;
  shard: number;
  saga_id: string;
  version: number;
  topic: string;
  headers: string;
  value: string;
}

export const outboxRow = (record: OutboxRecord): OutboxRow => ({
  batch: record.batch,
  seq: record.seq,
  shard: record.shard,
  sagaId: record.saga_id,
  version: record.version,
  topic: record.topic,
  headers: JSON.parse(record.headers) as Record<string, string>,
  value: record.value,
});
