/**
 * Rows that their writer has not published in time, in commit order: whoever writes a saga's next version has read the
 * one before, so its transaction began later. $1 age in ms, $2 limit.
 */
export const staleOutbox = {
  name: 'stale-outbox',
  text: `
SELECT batch::float8 AS batch, seq, shard, saga_id, version, topic, headers, value
  FROM partitura_engine.outbox
 WHERE created_at <= now() - $1::float8 * interval '1 ms'
 ORDER BY created_at, batch, seq
 LIMIT $2`,
};
