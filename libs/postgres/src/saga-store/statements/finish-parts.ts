/**
 * Sagas that are complete on every host end here without being read: texts stay as they are. A division by zero refuses one that
 * has more to do than to end, also when it came to that while this waited for its row.
 *
 * $1 shards, $2 saga ids, $3 ended (epoch ms).
 */
export const finishParts = {
  name: 'finish-parts',
  text: `
UPDATE partitura_engine.sagas AS s
   SET version = s.version + 1 / (s.status = 'active' AND s.start_lock IS NULL)::int, status = 'completed', next_due = NULL,
       updated_at = to_timestamp(f.ended_at / 1000), ended_at = to_timestamp(f.ended_at / 1000)
  FROM unnest($1::smallint[], $2::text[], $3::float8[]) AS f (shard, saga_id, ended_at)
 WHERE s.shard = f.shard AND s.saga_id = f.saga_id AND s.status IN ('active', 'compensating')
RETURNING s.saga_id`,
};
