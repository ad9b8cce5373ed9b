/** $1 batches, $2 sequence numbers, $3 shards, $4 saga ids, $5 versions, $6 topics, $7 headers (JSON), $8 values. */
export const insertOutbox = {
  name: 'insert-outbox',
  text: `
INSERT INTO partitura_engine.outbox (batch, seq, shard, saga_id, version, topic, headers, value)
SELECT * FROM unnest($1::bigint[], $2::int[], $3::smallint[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[])`,
};
