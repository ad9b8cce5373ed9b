import {
  type Commit,
  type OutboxRow,
  type OuterMessage,
  type SagaWrite,
  shardOf,
  type SubscriptionRow,
} from '@partitura/runtime';

export const emptyCommit: Commit = {
  sagas: [],
  finished: [],
  outbox: [],
  published: [],
  subscriptionsOpened: [],
  subscriptionsClosed: [],
  messagesBuffered: [],
  messagesTaken: [],
  startLocksTaken: [],
  startLocksReleased: [],
  jobsOpened: [],
  jobsClosed: [],
  startTimersFired: [],
};

let number = 64;

/** A saga's row; version 1 unless it says otherwise. */
export function sagaRow(sagaId: string, more: Partial<SagaWrite> = {}): SagaWrite {
  number += 64;
  return {
    sagaId,
    shard: shardOf(sagaId),
    number,
    version: 1,
    score: 'score-1',
    status: 'active',
    state: JSON.stringify({ id: sagaId }),
    incidents: 0,
    startedAt: 1_000,
    updatedAt: 1_000,
    ...more,
  };
}

export const outboxRow = (batch: number, seq: number, sagaId: string, version = 1): OutboxRow => ({
  batch,
  seq,
  shard: shardOf(sagaId),
  sagaId,
  version,
  topic: 'hotel.commands',
  headers: { ce_id: `${batch}.${seq}` },
  value: '{"text":"with \\"quotes\\", a \\\\ and é"}',
});

export const outerMessage = (
  messageId: string,
  key = 'k',
  more: Partial<OuterMessage> = {},
): OuterMessage => ({
  kind: 'message',
  name: 'Paid',
  key,
  messageId,
  variables: '{"amount":1}',
  arrivedAt: Date.now(),
  expiresAt: Date.now() + 60_000,
  ...more,
});

export const subscription = (
  sagaId: string,
  key = 'k',
  more: Partial<SubscriptionRow> = {},
): SubscriptionRow => ({
  kind: 'message',
  name: 'Paid',
  key,
  sagaId,
  process: 'order',
  subscription: 9,
  ...more,
});
