/** $1 shards, $2 saga ids. */
export const loadSagas = {
  name: 'load-sagas',
  text: `
SELECT s.saga_id, s.shard, s.number::float8 AS number, s.version, s.score, s.status, s.state, s.trace, s.start_lock,
       extract(epoch FROM s.next_due)::float8 * 1000 AS next_due,
       extract(epoch FROM s.started_at)::float8 * 1000 AS started_at,
       extract(epoch FROM s.ended_at)::float8 * 1000 AS ended_at
  FROM unnest($1::smallint[], $2::text[]) AS k (shard, saga_id)
  JOIN partitura_engine.sagas s USING (shard, saga_id)`,
};
