import { batched } from '../cloud-event-batch';
import { topics } from '../messages';
import type { BusMessage } from '../ports/bus';
import type { Commit, OutboxRow } from '../ports/saga-store';
import { journalOf } from '../distribution/journal';
import { shardOf } from '../shard';
import type { BatchDecision } from './batch-decision';
import { type SagaEntry, writeOf } from './saga-entry';

export interface BatchCommit {
  readonly commit: Commit;
  /** The outbox of the commit as it goes to the bus. */
  readonly messages: readonly BusMessage[];
}

/** Everything that a decision writes, for one transaction (P2). */
export function commitOf(
  decision: BatchDecision,
  batch: number,
  published: readonly number[],
  now: number,
  host: string,
): BatchCommit {
  const outbox: OutboxRow[] = [];
  const messages: BusMessage[] = [];
  const add = (message: BusMessage, shard: number, version: number) => {
    messages.push(message);
    outbox.push({
      batch,
      seq: outbox.length,
      shard,
      sagaId: message.key,
      version,
      topic: message.topic,
      headers: message.headers,
      value: message.value,
    });
  };
  const together: BusMessage[] = [];
  for (const { saga, message } of decision.steps.effects.messages)
    if (topics.isBatched(message.topic)) together.push(message);
    else add(message, saga.shard, saga.version + 1);
  for (const message of batched(together)) add(message, shardOf(message.key), 0);
  for (const message of journalOf(decision.steps.changed, host, now)) add(message, shardOf(message.key), 0);
  const { released } = decision.steps.effects;
  const { locked, fired } = decision.beginnings;
  for (const message of decision.forwarded) add(message, shardOf(message.key), 0);
  for (const message of decision.deadLetters) add(message, shardOf(message.key), 0);
  return {
    messages,
    commit: {
      sagas: [...decision.steps.touched].sort(byId).map((saga) => writeOf(saga, now)),
      finished: [...decision.complete].sort().map((sagaId) => ({ sagaId, endedAt: now })),
      outbox,
      published,
      subscriptionsOpened: [...decision.steps.effects.opened.values()],
      subscriptionsClosed: decision.steps.effects.closed,
      messagesBuffered: decision.buffered,
      messagesTaken: decision.taken,
      startLocksTaken: locked.filter((lock) => !released.includes(lock)),
      startLocksReleased: released.filter((lock) => !locked.includes(lock)),
      jobsOpened: [...decision.steps.effects.jobsOpened.values()],
      jobsClosed: [...decision.steps.effects.jobsClosed.values()],
      startTimersFired: fired,
    },
  };
}

/** One order of locking for all writers: two batches that share sagas wait for each other instead of deadlocking. */
const byId = (one: SagaEntry, other: SagaEntry) => (one.sagaId < other.sagaId ? -1 : 1);

/** Whether there is anything to write. */
export const isEmpty = (commit: Commit): boolean =>
  commit.sagas.length === 0 &&
  commit.finished.length === 0 &&
  commit.outbox.length === 0 &&
  commit.published.length === 0 &&
  commit.messagesBuffered.length === 0 &&
  commit.messagesTaken.length === 0;
