import { batched } from '../cloud-event-batch';
import { topics } from '../messages';
import type { BusMessage } from '../ports/bus';
import type { Commit, OutboxRow } from '../ports/saga-store';
import { changedParts, journalMessages } from '../distribution/journal';
import type { PartSummary } from '../distribution/part-summary';
import type { BatchIds } from '../outbox/batch-ids';
import { shardOf } from '../shard';
import type { BatchDecision } from './batch-decision';
import { type SagaEntry, writeOf } from './saga-entry';

export interface BatchCommit {
  readonly commit: Commit;
  /** What leaves at once, as an outbox batch of its own. */
  readonly sent: { readonly batch: number; readonly messages: readonly BusMessage[] };
  /** What the orchestrator hears a moment later; its batch stays in the outbox until then. */
  readonly journal?: { readonly batch: number; readonly parts: readonly PartSummary[] };
}

/** Everything that a decision writes, for one transaction (P2). `published`: outbox batches to delete. */
export async function commitOf(
  decision: BatchDecision,
  batchIds: Pick<BatchIds, 'next'>,
  published: readonly number[],
  now: number,
  host: string,
): Promise<BatchCommit> {
  const { steps, beginnings } = decision;
  const { released } = steps.effects;
  const { locked, fired } = beginnings;
  const sent = new OutboxBatch(await batchIds.next());
  const together: BusMessage[] = [];
  for (const { saga, message } of steps.effects.messages)
    if (topics.isBatched(message.topic)) together.push(message);
    else sent.add(message, saga.shard, saga.version + 1);
  sent.addAll([...batched(together), ...decision.forwarded, ...decision.deadLetters]);
  const parts = changedParts(steps.changed, host);
  const journal = parts.length === 0 ? undefined : new OutboxBatch(await batchIds.next());
  journal?.addAll(journalMessages(parts, host, now));
  return {
    sent,
    ...(journal ? { journal: { batch: journal.batch, parts } } : {}),
    commit: {
      sagas: [...steps.touched].sort(byId).map((saga) => writeOf(saga, now)),
      finished: [...decision.complete].sort().map((sagaId) => ({ sagaId, endedAt: now })),
      outbox: [...sent.rows, ...(journal?.rows ?? [])],
      published,
      subscriptionsOpened: [...steps.effects.opened.values()],
      subscriptionsClosed: steps.effects.closed,
      messagesBuffered: decision.buffered,
      messagesTaken: decision.taken,
      startLocksTaken: locked.filter((lock) => !released.includes(lock)),
      startLocksReleased: released.filter((lock) => !locked.includes(lock)),
      jobsOpened: [...steps.effects.jobsOpened.values()],
      jobsClosed: [...steps.effects.jobsClosed.values()],
      startTimersFired: fired,
    },
  };
}

/** Messages that are published, and then deleted, together. */
class OutboxBatch {
  readonly rows: OutboxRow[] = [];
  readonly messages: BusMessage[] = [];

  constructor(readonly batch: number) {}

  add(message: BusMessage, shard: number, version: number): void {
    const { topic, key, headers, value } = message;
    const { batch, rows } = this;
    this.messages.push(message);
    rows.push({ batch, seq: rows.length, shard, sagaId: key, version, topic, headers, value });
  }

  /** Messages of no saga alone. */
  addAll(messages: readonly BusMessage[]): void {
    for (const message of messages) this.add(message, shardOf(message.key), 0);
  }
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
