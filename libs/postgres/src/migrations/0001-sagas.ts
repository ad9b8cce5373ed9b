import type { Migration } from '../migrate';

/**
 * Every hot table carries the shard and no unique index spans two shards, so that ranges of shards can move to
 * databases of their own.
 */
export const sagas: Migration = {
  version: 1,
  name: 'sagas',
  sql: `
CREATE SEQUENCE number_blocks;

-- fillfactor: a saga is updated at every step; room in the page keeps the new version there, without index entries (HOT).
CREATE TABLE sagas (
  shard      smallint    NOT NULL,
  saga_id    text        NOT NULL,
  number     bigint      NOT NULL,
  version    int         NOT NULL,
  score      text        NOT NULL,
  status     text        NOT NULL,
  state      text        NOT NULL,
  next_due   timestamptz,
  incidents  int         NOT NULL,
  trace      text,
  started_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_at   timestamptz,
  PRIMARY KEY (shard, saga_id)
) WITH (fillfactor = 65);
-- A public key leads to a number; lists are sorted by it.
CREATE INDEX sagas_number ON sagas (number);
-- Only what waits for a time is in it, so that polling costs nothing however many sagas have ended.
CREATE INDEX sagas_next_due ON sagas (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX sagas_active ON sagas (number) WHERE ended_at IS NULL;
CREATE INDEX sagas_with_incidents ON sagas (number) WHERE incidents > 0;

CREATE TABLE outbox (
  batch      bigint      NOT NULL,
  seq        int         NOT NULL,
  shard      smallint    NOT NULL,
  saga_id    text        NOT NULL,
  version    int         NOT NULL,
  topic      text        NOT NULL,
  headers    text        NOT NULL,
  value      text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
-- Not unique: a batch touches many shards. Rows are deleted by batch once they are on the bus.
CREATE INDEX outbox_batch ON outbox (batch);

-- Sagas that wait for a message from outside; shard of name and key.
CREATE TABLE subscriptions (
  shard        smallint NOT NULL,
  name         text     NOT NULL,
  key          text     NOT NULL,
  saga_id      text     NOT NULL,
  subscription int      NOT NULL,
  PRIMARY KEY (shard, name, key, saga_id, subscription)
);

-- Messages from outside that nobody waits for yet.
CREATE TABLE messages (
  shard      smallint    NOT NULL,
  name       text        NOT NULL,
  key        text        NOT NULL,
  message_id text        NOT NULL,
  variables  text        NOT NULL,
  trace      text,
  arrived_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (shard, name, key, message_id)
);
CREATE INDEX messages_expiry ON messages (expires_at);

-- Ids of messages that were taken in, so that a second delivery changes nothing (P1).
CREATE TABLE marks (
  shard      smallint    NOT NULL,
  message_id text        NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (shard, message_id)
);
CREATE INDEX marks_expiry ON marks (expires_at);

CREATE TABLE scores (
  key            text        PRIMARY KEY,
  position       bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
  id             text        NOT NULL,
  version        int         NOT NULL,
  hash           text        NOT NULL,
  xml            text        NOT NULL,
  resource       text        NOT NULL,
  deployment_key text        NOT NULL,
  deployed_at    timestamptz NOT NULL,
  UNIQUE (id, version)
);

CREATE TABLE start_timers (
  score   text        NOT NULL REFERENCES scores,
  process text        NOT NULL,
  element text        NOT NULL,
  due     timestamptz NOT NULL,
  repeats int         NOT NULL,
  every   text        NOT NULL,
  PRIMARY KEY (score, process, element)
);
CREATE INDEX start_timers_due ON start_timers (due);
`,
};
