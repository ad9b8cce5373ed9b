import { type Commit, shardOf, type StartTimerFiring, VersionConflictError } from '@partitura/runtime';
import type { ClientBase, DatabaseError, Pool } from 'pg';
import { float8Column, int2Column, int4Column, int8Column, textColumn } from './binary-columns';
import {
  bufferedColumns,
  jobColumns,
  lockColumns,
  openedColumns,
  subscriptionColumns,
  takenColumns,
  uniqueColumns,
} from './outer-columns';
import { bufferMessages, expireUnique } from './statements/buffer-messages';
import { deleteOutbox } from './statements/delete-outbox';
import { deleteSubscriptions } from './statements/delete-subscriptions';
import { finishParts } from './statements/finish-parts';
import { endStartTimer, moveStartTimer } from './statements/fire-start-timer';
import { insertOutbox } from './statements/insert-outbox';
import { insertSubscriptions } from './statements/insert-subscriptions';
import { deleteJobs, insertJobs } from './statements/open-jobs';
import { releaseStartLocks, takeStartLocks } from './statements/start-locks';
import { takeMessages } from './statements/take-messages';
import { DIVISION_BY_ZERO, writeBatch, writeBatchAndFinish } from './statements/write-batch';
import { writeSagas } from './statements/write-sagas';

/** A message was deleted while it was being delivered. */
const FOREIGN_KEY_VIOLATION = '23503';

/** Whether a commit writes no more than sagas, also such as have finished, and outbox rows, as nearly every one does. */
export const isPlain = (commit: Commit): boolean =>
  commit.messagesTaken.length === 0 &&
  commit.startLocksTaken.length === 0 &&
  commit.startLocksReleased.length === 0 &&
  commit.jobsOpened.length === 0 &&
  commit.jobsClosed.length === 0 &&
  commit.messagesBuffered.length === 0 &&
  commit.startTimersFired.length === 0 &&
  commit.subscriptionsOpened.length === 0 &&
  commit.subscriptionsClosed.length === 0;

/** Writes a plain commit, as a transaction of its own. */
export async function writePlainCommit(pool: Pool, commit: Commit): Promise<readonly string[]> {
  const { sagas, finished, published } = commit;
  const values = [...sagaColumns(commit), ...outboxColumns(commit), published, sagas.length];
  if (finished.length === 0) {
    await pool.query({ ...writeBatch, values }).catch(asConflict);
    return [];
  }
  const { rows } = await pool
    .query<{ finished: string[] }>({
      ...writeBatchAndFinish,
      values: [...values, ...finishedColumns(commit)],
    })
    .catch(asConflict);
  return rows[0]?.finished ?? [];
}

function asConflict(error: DatabaseError): never {
  throw error.code === DIVISION_BY_ZERO ? conflict('A saga') : error;
}

/** Writes a commit inside a transaction that the caller has begun; what is empty costs no statement. */
export async function writeCommit(client: ClientBase, commit: Commit): Promise<readonly string[]> {
  if (commit.sagas.length > 0) {
    const { rowCount } = await client.query({ ...writeSagas, values: sagaColumns(commit) });
    expectRows(rowCount, commit.sagas.length, 'A saga');
  }
  const finished = commit.finished.length > 0 ? await finish(client, commit) : [];
  await takeAll(client, commit);
  for (const firing of commit.startTimersFired) await fireStartTimer(client, firing);
  await writeWaiting(client, commit);
  if (commit.messagesBuffered.length > 0) await buffer(client, commit);
  if (commit.outbox.length > 0) await client.query({ ...insertOutbox, values: outboxColumns(commit) });
  if (commit.published.length > 0) await client.query({ ...deleteOutbox, values: [commit.published] });
  return finished;
}

async function finish(client: ClientBase, commit: Commit): Promise<string[]> {
  const { rows } = await client
    .query<{ saga_id: string }>({ ...finishParts, values: finishedColumns(commit) })
    .catch(asConflict);
  return rows.map(({ saga_id }) => saga_id);
}

/** What somebody else might have had before. */
async function takeAll(client: ClientBase, { messagesTaken, startLocksTaken, startLocksReleased }: Commit) {
  if (messagesTaken.length > 0) {
    const values = takenColumns(messagesTaken);
    const { rowCount } = await client.query({ ...takeMessages, values }).catch((error: DatabaseError) => {
      throw error.code === FOREIGN_KEY_VIOLATION ? conflict('A message') : error;
    });
    expectRows(rowCount, messagesTaken.length, 'A message');
  }
  if (startLocksReleased.length > 0)
    await client.query({ ...releaseStartLocks, values: lockColumns(startLocksReleased) });
  if (startLocksTaken.length > 0) {
    const { rowCount } = await client.query({ ...takeStartLocks, values: lockColumns(startLocksTaken) });
    expectRows(rowCount, startLocksTaken.length, 'A correlation key');
  }
}

/** What waits for messages, signals and clients. */
async function writeWaiting(client: ClientBase, commit: Commit): Promise<void> {
  if (commit.subscriptionsClosed.length > 0)
    await client.query({ ...deleteSubscriptions, values: subscriptionColumns(commit.subscriptionsClosed) });
  if (commit.subscriptionsOpened.length > 0)
    await client.query({ ...insertSubscriptions, values: openedColumns(commit.subscriptionsOpened) });
  if (commit.jobsClosed.length > 0)
    await client.query({ ...deleteJobs, values: jobColumns(commit.jobsClosed) });
  if (commit.jobsOpened.length > 0)
    await client.query({
      ...insertJobs,
      values: [...jobColumns(commit.jobsOpened), commit.jobsOpened.map(({ type }) => type)],
    });
}

async function buffer(client: ClientBase, { messagesBuffered }: Commit): Promise<void> {
  const unique = messagesBuffered.filter(({ uniqueId, transient }) => uniqueId !== undefined && !transient);
  if (unique.length > 0)
    await client.query({
      ...expireUnique,
      values: [...uniqueColumns(unique), unique.map(({ arrivedAt }) => arrivedAt)],
    });
  const { rows } = await client.query<{ unique_taken: number }>({
    ...bufferMessages,
    values: bufferedColumns(messagesBuffered),
  });
  expectRows(rows[0]?.unique_taken ?? 0, 0, 'The id of a message');
}

function expectRows(found: number | null, expected: number, what: string): void {
  if (found !== expected) throw conflict(what);
}

const conflict = (what: string) =>
  new VersionConflictError(`${what} was changed by somebody else: read and decide again.`);

async function fireStartTimer(client: ClientBase, { fired, nextDue }: StartTimerFiring): Promise<void> {
  const which = [fired.score, fired.process, fired.element, fired.due];
  const { rowCount } = await (nextDue === undefined
    ? client.query({ ...endStartTimer, values: which })
    : client.query({ ...moveStartTimer, values: [...which, nextDue, fired.left < 0 ? -1 : fired.left - 1] }));
  expectRows(rowCount, 1, 'A start timer');
}

const sagaColumns = ({ sagas }: Commit) => [
  int2Column(sagas, (saga) => saga.shard),
  textColumn(sagas, (saga) => saga.sagaId),
  int8Column(sagas, (saga) => saga.number),
  int4Column(sagas, (saga) => saga.version),
  textColumn(sagas, (saga) => saga.score),
  textColumn(sagas, (saga) => saga.status),
  textColumn(sagas, (saga) => saga.state),
  float8Column(sagas, (saga) => saga.nextDue),
  int4Column(sagas, (saga) => saga.incidents),
  textColumn(sagas, (saga) => saga.trace),
  float8Column(sagas, (saga) => saga.startedAt),
  float8Column(sagas, (saga) => saga.updatedAt),
  float8Column(sagas, (saga) => saga.endedAt),
  textColumn(sagas, ({ startLock }) => startLock && JSON.stringify(startLock)),
];

const finishedColumns = ({ finished }: Commit) => [
  int2Column(finished, ({ sagaId }) => shardOf(sagaId)),
  textColumn(finished, ({ sagaId }) => sagaId),
  float8Column(finished, ({ endedAt }) => endedAt),
];

const outboxColumns = ({ outbox }: Commit) => [
  int8Column(outbox, (row) => row.batch),
  int4Column(outbox, (row) => row.seq),
  int2Column(outbox, (row) => row.shard),
  textColumn(outbox, (row) => row.sagaId),
  int4Column(outbox, (row) => row.version),
  textColumn(outbox, (row) => row.topic),
  textColumn(outbox, (row) => JSON.stringify(row.headers)),
  textColumn(outbox, (row) => row.value),
];
