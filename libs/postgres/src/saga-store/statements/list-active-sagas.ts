/** $1 limit. */
export const listActiveSagas = {
  name: 'list-active-sagas',
  text: `
SELECT saga_id, shard, number::float8 AS number, version, score, status, state, trace, start_lock,
       extract(epoch FROM next_due)::float8 * 1000 AS next_due,
       extract(epoch FROM started_at)::float8 * 1000 AS started_at,
       extract(epoch FROM ended_at)::float8 * 1000 AS ended_at
  FROM partitura_engine.sagas
 WHERE ended_at IS NULL AND status <> 'tombstone'
 ORDER BY number
 LIMIT $1`,
};
