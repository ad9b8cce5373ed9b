/** A job that is there already is asked for again: it is free at once. $1 shards, $2 saga ids, $3 local ids, $4 types. */
export const insertJobs = {
  name: 'insert-jobs',
  text: `
INSERT INTO partitura_engine.jobs (shard, saga_id, job, type)
SELECT * FROM unnest($1::smallint[], $2::text[], $3::int[], $4::text[])
    ON CONFLICT (shard, saga_id, job) DO UPDATE SET type = excluded.type, free_at = '-infinity'`,
};

/** $1 shards, $2 saga ids, $3 local ids. */
export const deleteJobs = {
  name: 'delete-jobs',
  text: `
DELETE FROM partitura_engine.jobs
 WHERE (shard, saga_id, job) IN (SELECT * FROM unnest($1::smallint[], $2::text[], $3::int[]))`,
};

/** $1 type, $2 now, $3 until (epoch ms), $4 limit. */
export const claimJobs = {
  name: 'claim-jobs',
  text: `
WITH free AS (
  SELECT shard, saga_id, job
    FROM partitura_engine.jobs
   WHERE type = $1 AND free_at <= to_timestamp($2::float8 / 1000)
   ORDER BY seq
   LIMIT $4
     FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE partitura_engine.jobs j
     SET free_at = to_timestamp($3::float8 / 1000)
    FROM free
   WHERE j.shard = free.shard AND j.saga_id = free.saga_id AND j.job = free.job
  RETURNING j.saga_id, j.job, j.type, j.seq
)
SELECT saga_id AS "sagaId", job, type FROM claimed ORDER BY seq`,
};

/** $1 shard, $2 saga id, $3 local id, $4 until (epoch ms). */
export const keepJob = {
  name: 'keep-job',
  text: `
UPDATE partitura_engine.jobs SET free_at = to_timestamp($4::float8 / 1000)
 WHERE shard = $1 AND saga_id = $2 AND job = $3
RETURNING job`,
};
