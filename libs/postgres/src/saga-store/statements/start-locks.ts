/** The caller takes a smaller count for a conflict: another saga holds it. $1 shards, $2 processes, $3 keys. */
export const takeStartLocks = {
  name: 'take-start-locks',
  text: `
INSERT INTO partitura_engine.start_locks (shard, process, key)
SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[])
    ON CONFLICT DO NOTHING`,
};

/** $1 shards, $2 processes, $3 keys. */
export const releaseStartLocks = {
  name: 'release-start-locks',
  text: `
DELETE FROM partitura_engine.start_locks
 WHERE (shard, process, key) IN (SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[]))`,
};

/** Which of these are held, by their place in the arrays (from 1). $1 shards, $2 processes, $3 keys. */
export const heldStartLocks = {
  name: 'held-start-locks',
  text: `
SELECT t.place::int AS place
  FROM unnest($1::smallint[], $2::text[], $3::text[]) WITH ORDINALITY AS t (shard, process, key, place)
  JOIN partitura_engine.start_locks USING (shard, process, key)`,
};
