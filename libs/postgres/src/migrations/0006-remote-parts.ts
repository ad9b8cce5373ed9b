import type { Migration } from '../migrate';

/** What other hosts have told of their parts of sagas: the newest of what each of them has said. */
export const remoteParts: Migration = {
  version: 6,
  name: 'remote parts',
  sql: `
CREATE TABLE remote_parts (
  shard      smallint    NOT NULL,
  saga_id    text        NOT NULL,
  host       text        NOT NULL,
  version    int         NOT NULL,
  number     bigint      NOT NULL,
  score      text        NOT NULL,
  part       text        NOT NULL,
  incidents  int         NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (shard, saga_id, host)
) WITH (fillfactor = 80);
CREATE INDEX remote_parts_number ON remote_parts (number);
CREATE INDEX remote_parts_with_incidents ON remote_parts (number) WHERE incidents > 0;

-- Answers of other hosts for a process that is not the one to which they came.
CREATE TABLE answers (
  request_id text        PRIMARY KEY,
  answer     text        NOT NULL,
  kept_at    timestamptz NOT NULL DEFAULT now()
);
`,
};
