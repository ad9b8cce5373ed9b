import type { Migration } from '../migrate';

/** Jobs that clients ask for: those of processes without a pool. */
export const openJobs: Migration = {
  version: 4,
  name: 'open jobs',
  sql: `
CREATE TABLE jobs (
  shard   smallint    NOT NULL,
  saga_id text        NOT NULL,
  job     int         NOT NULL,
  type    text        NOT NULL,
  free_at timestamptz NOT NULL DEFAULT '-infinity',
  seq     bigint      GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (shard, saga_id, job)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
-- Oldest first among those of a type; a job that is given out stays in its place.
CREATE INDEX jobs_type ON jobs (type, seq);
`,
};
