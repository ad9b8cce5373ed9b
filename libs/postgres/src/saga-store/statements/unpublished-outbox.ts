/** $1 batches of one process (they grow with its commits). */
export const unpublishedOutbox = {
  name: 'unpublished-outbox',
  text: `
SELECT batch::float8 AS batch, seq, shard, saga_id, version, topic, headers, value
  FROM partitura_engine.outbox
 WHERE batch = ANY ($1::bigint[])
 ORDER BY batch, seq`,
};
