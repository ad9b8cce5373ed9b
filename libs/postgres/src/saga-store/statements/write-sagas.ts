/**
 * One statement for first and later versions: version 1 meets no row, any other one finds its predecessor, and a row
 * that does neither is left out of the count, which the caller takes for a conflict. Times are epoch ms. What has ended stays
 * ended: a later write (of an acknowledgement, or of a timer that was claimed before) does not know when.
 *
 * $1 shards, $2 saga ids, $3 numbers, $4 versions, $5 scores, $6 statuses, $7 states, $8 next due, $9 incidents,
 * $10 traces, $11 started, $12 updated, $13 ended, $14 start locks.
 */
export const writeSagas = {
  name: 'write-sagas',
  text: `
INSERT INTO partitura_engine.sagas AS s (shard, saga_id, number, version, score, status, state, next_due, incidents, trace,
                                  started_at, updated_at, ended_at, start_lock)
SELECT shard, saga_id, number, version, score, status, state, to_timestamp(next_due / 1000), incidents, trace,
       to_timestamp(started_at / 1000), to_timestamp(updated_at / 1000), to_timestamp(ended_at / 1000), start_lock
  FROM unnest($1::smallint[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::float8[],
              $9::int[], $10::text[], $11::float8[], $12::float8[], $13::float8[], $14::text[])
    AS w (shard, saga_id, number, version, score, status, state, next_due, incidents, trace, started_at, updated_at,
          ended_at, start_lock)
    ON CONFLICT (shard, saga_id) DO UPDATE
   SET version = excluded.version, score = excluded.score, status = excluded.status, state = excluded.state,
       next_due = excluded.next_due, incidents = excluded.incidents, trace = excluded.trace,
       started_at = excluded.started_at, updated_at = excluded.updated_at, start_lock = excluded.start_lock,
       ended_at = CASE WHEN s.status IN ('active', 'compensating') THEN excluded.ended_at ELSE coalesce(s.ended_at, excluded.ended_at) END
 WHERE s.version = excluded.version - 1`,
};
