import type { Migration } from '../migrate';

/** A message stays until its time-to-live ends and reaches each process once; signals reach everyone who waits. */
export const receivers: Migration = {
  version: 3,
  name: 'receivers',
  sql: `
-- Orders what opens and what arrives, so that a transient message reaches only who waited when it came.
CREATE SEQUENCE arrivals;

ALTER TABLE subscriptions
  ADD COLUMN kind    text   NOT NULL DEFAULT 'message',
  ADD COLUMN process text   NOT NULL DEFAULT '',
  ADD COLUMN seq     bigint NOT NULL DEFAULT nextval('arrivals');

ALTER TABLE messages
  ADD COLUMN kind      text    NOT NULL DEFAULT 'message',
  ADD COLUMN unique_id text,
  ADD COLUMN transient boolean NOT NULL DEFAULT false,
  ADD COLUMN saga_id   text,
  ADD COLUMN seq       bigint  NOT NULL DEFAULT nextval('arrivals');
-- The publisher's own id is taken while its message is buffered; a transient one never is.
CREATE UNIQUE INDEX messages_unique_id ON messages (shard, name, key, unique_id)
  WHERE unique_id IS NOT NULL AND NOT transient;

-- Who has had which message. The reference makes a delivery of a message that has just expired fail.
CREATE TABLE deliveries (
  shard      smallint NOT NULL,
  name       text     NOT NULL,
  key        text     NOT NULL,
  message_id text     NOT NULL,
  receiver   text     NOT NULL,
  PRIMARY KEY (shard, name, key, message_id, receiver),
  FOREIGN KEY (shard, name, key, message_id) REFERENCES messages ON DELETE CASCADE
);

-- Shard of process and key. A row stays as long as the saga that holds it has not ended.
CREATE TABLE start_locks (
  shard   smallint NOT NULL,
  process text     NOT NULL,
  key     text     NOT NULL,
  PRIMARY KEY (shard, process, key)
);
ALTER TABLE sagas ADD COLUMN start_lock text;
`,
};
