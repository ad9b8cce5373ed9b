import {
  type Claims,
  type Commit,
  type JobRow,
  type KeptAnswer,
  type MessageAddress,
  type MessageMatch,
  type OuterKind,
  type OutboxRow,
  type RemotePart,
  type SagaStore,
  type StartMatch,
  type StartSubscription,
  type StartTimerRow,
  type StoreCounts,
  type StoredSaga,
  type SubscriptionRow,
  shardOf,
} from '@partitura/runtime';
import type { ClientBase, Pool } from 'pg';
import { int2Column, int4Column, int8Column, textColumn } from './binary-columns';
import { isPlain, writeCommit, writePlainCommit } from './commit';
import { lostClaims } from './lost-claims';
import { matchOf, type MatchRecord, messageOf, type MessageRecord } from './message-matches';
import { addressColumns, shardOfMessage, startColumns } from './outer-columns';
import { outboxRow, type OutboxRecord, type SagaRecord, storedSaga } from './row-types';
import { claimDueSagas } from './statements/claim-due-sagas';
import { countRows } from './statements/count-rows';
import { dueStartTimers } from './statements/due-start-timers';
import { earliestDue } from './statements/earliest-due';
import { expireMarks, expireMessages } from './statements/expire-messages';
import { listActiveSagas } from './statements/list-active-sagas';
import { listSubscribers } from './statements/list-subscribers';
import { loadSagaByNumber } from './statements/load-saga-by-number';
import { loadSagas } from './statements/load-sagas';
import {
  matchAnyMessages,
  matchMessages,
  startableAnyMessages,
  startableMessages,
} from './statements/match-messages';
import { claimJobs, keepJob } from './statements/open-jobs';
import {
  expireAnswers,
  keepAnswer,
  keepRemoteParts,
  remotePartByNumber,
  remoteParts,
  takeAnswers,
} from './statements/remote-parts';
import { unpublishedOutbox } from './statements/unpublished-outbox';
import { storeError } from './store-errors';
import { sweepOutbox } from './sweep-outbox';
import { inTransaction } from './transaction';

/** The saga store on Postgres; the pool is the caller's, who also ends it. Call `migrateSagaStore` first. */
export function createSagaStore(pool: Pool): SagaStore<ClientBase> {
  return new PostgresSagaStore(pool);
}

class PostgresSagaStore implements SagaStore<ClientBase> {
  constructor(private readonly pool: Pool) {}

  reserveBlock(): Promise<number> {
    return this.nextOf('number_blocks');
  }

  reserveBatchBlock(): Promise<number> {
    return this.nextOf('batch_blocks');
  }

  async load(sagaIds: readonly string[]): Promise<StoredSaga[]> {
    if (sagaIds.length === 0) return [];
    const rows = await this.rows<SagaRecord>({ ...loadSagas, values: [sagaIds.map(shardOf), sagaIds] });
    return rows.map(storedSaga);
  }

  async loadByNumber(number: number): Promise<StoredSaga | undefined> {
    const [row] = await this.rows<SagaRecord>({ ...loadSagaByNumber, values: [number] });
    return row && storedSaga(row);
  }

  async commit(commit: Commit, transaction?: ClientBase): Promise<readonly string[]> {
    try {
      if (transaction) return await writeCommit(transaction, commit);
      if (isPlain(commit)) return await writePlainCommit(this.pool, commit);
      return await inTransaction(this.pool, (client) => writeCommit(client, commit));
    } catch (error) {
      throw storeError(error);
    }
  }

  async claimDue(now: number, leaseUntil: number, limit: number): Promise<string[]> {
    const rows = await this.rows<{ saga_id: string }>({ ...claimDueSagas, values: [now, leaseUntil, limit] });
    return rows.map((row) => row.saga_id);
  }

  async earliestDue(): Promise<number | undefined> {
    const [row] = await this.rows<{ due: number | null }>(earliestDue);
    return row?.due ?? undefined;
  }

  async dueStartTimers(now: number, limit: number): Promise<StartTimerRow[]> {
    const rows = await this.rows<Omit<StartTimerRow, 'left'> & { repeats: number }>({
      ...dueStartTimers,
      values: [now, limit],
    });
    return rows.map(({ repeats, due, ...row }) => ({ ...row, due: Math.round(due), left: repeats }));
  }

  async match(of: readonly MessageAddress[] | 'any', now: number, limit: number): Promise<MessageMatch[]> {
    const rows = await this.rows<MatchRecord>(
      of === 'any'
        ? { ...matchAnyMessages, values: [now, limit] }
        : { ...matchMessages, values: [...addressColumns(of), now, limit] },
    );
    return matchOf(rows);
  }

  async startable(
    of: readonly MessageAddress[] | 'any',
    starts: readonly StartSubscription[],
    now: number,
    limit: number,
  ): Promise<StartMatch[]> {
    const rows = await this.rows<MessageRecord & { process: string }>(
      of === 'any'
        ? { ...startableAnyMessages, values: [...startColumns(starts), now, limit] }
        : { ...startableMessages, values: [...startColumns(starts), ...addressColumns(of), now, limit] },
    );
    return rows.map((row) => ({ message: messageOf(row), process: row.process }));
  }

  subscribers(kind: OuterKind, address: MessageAddress): Promise<SubscriptionRow[]> {
    const { name, key } = address;
    return this.rows<SubscriptionRow>({
      ...listSubscribers,
      values: [shardOfMessage(address), kind, name, key],
    });
  }

  lost(claims: Claims, now: number): Promise<Claims> {
    return lostClaims(claims, now, (query) => this.rows(query));
  }

  claimJobs(type: string, now: number, until: number, limit: number): Promise<JobRow[]> {
    return this.rows<JobRow>({ ...claimJobs, values: [type, now, until, limit] });
  }

  async keepJob({ sagaId, job }: Pick<JobRow, 'sagaId' | 'job'>, until: number): Promise<boolean> {
    const rows = await this.rows({ ...keepJob, values: [shardOf(sagaId), sagaId, job, until] });
    return rows.length > 0;
  }

  async expire(now: number, limit: number): Promise<void> {
    await this.rows({ ...expireMessages, values: [now, limit] });
    await this.rows({ ...expireMarks, values: [now, limit] });
    await this.rows(expireAnswers);
  }

  async unpublished(batches: readonly number[]): Promise<OutboxRow[]> {
    const rows = await this.rows<OutboxRecord>({ ...unpublishedOutbox, values: [batches] });
    return rows.map(outboxRow);
  }

  async sweepOutbox(
    olderThanMs: number,
    limit: number,
    publish: (rows: readonly OutboxRow[]) => Promise<void>,
  ): Promise<number> {
    try {
      return await inTransaction(this.pool, (client) => sweepOutbox(client, olderThanMs, limit, publish));
    } catch (error) {
      throw storeError(error);
    }
  }

  async keepRemoteParts(parts: readonly RemotePart[]): Promise<void> {
    const newest = newestOfEach(parts);
    if (newest.length === 0) return;
    await this.rows({
      ...keepRemoteParts,
      values: [
        int2Column(newest, ({ sagaId }) => shardOf(sagaId)),
        textColumn(newest, ({ sagaId }) => sagaId),
        textColumn(newest, ({ host }) => host),
        int4Column(newest, ({ version }) => version),
        int8Column(newest, ({ number }) => number),
        textColumn(newest, ({ score }) => score),
        textColumn(newest, ({ part }) => part),
        int4Column(newest, ({ incidents }) => incidents),
      ],
    });
  }

  async remoteParts(sagaIds: readonly string[]): Promise<RemotePart[]> {
    if (sagaIds.length === 0) return [];
    return this.rows<RemotePart>({ ...remoteParts, values: [sagaIds.map(shardOf), sagaIds] });
  }

  async remotePartByNumber(number: number): Promise<RemotePart | undefined> {
    const [row] = await this.rows<RemotePart>({ ...remotePartByNumber, values: [number] });
    return row;
  }

  async keepAnswer(requestId: string, answer: string): Promise<void> {
    await this.rows({ ...keepAnswer, values: [requestId, answer] });
  }

  takeAnswers(requestIds: readonly string[]): Promise<KeptAnswer[]> {
    return this.rows<KeptAnswer>({ ...takeAnswers, values: [requestIds] });
  }

  async counts(): Promise<StoreCounts> {
    const [row] = await this.rows<{
      active: number;
      incidents: number;
      outbox_rows: number;
      outbox_age: number;
    }>(countRows);
    return {
      active: row?.active ?? 0,
      incidents: row?.incidents ?? 0,
      outboxRows: row?.outbox_rows ?? 0,
      outboxOldestAgeMs: row?.outbox_age ?? 0,
    };
  }

  async listActive(limit: number): Promise<StoredSaga[]> {
    return (await this.rows<SagaRecord>({ ...listActiveSagas, values: [limit] })).map(storedSaga);
  }

  private async nextOf(sequence: string): Promise<number> {
    const [row] = await this.rows<{ block: number }>({
      text: `SELECT nextval('partitura_engine.${sequence}')::float8 AS block`,
    });
    if (!row) throw new Error(`The sequence partitura_engine.${sequence} gave nothing: run the migrations.`);
    return row.block;
  }

  private async rows<Row extends object>(query: {
    name?: string;
    text: string;
    values?: unknown[];
  }): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(query)).rows;
    } catch (error) {
      throw storeError(error);
    }
  }
}

/** One statement may touch a row once. */
function newestOfEach(parts: readonly RemotePart[]): RemotePart[] {
  const newest = new Map<string, RemotePart>();
  for (const part of parts) {
    const key = `${part.sagaId} ${part.host}`;
    if ((newest.get(key)?.version ?? 0) < part.version) newest.set(key, part);
  }
  return [...newest.values()];
}
