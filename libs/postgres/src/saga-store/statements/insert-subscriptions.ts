/** $1 shards, $2 names, $3 keys, $4 saga ids, $5 local ids, $6 kinds, $7 processes. */
export const insertSubscriptions = {
  name: 'insert-subscriptions',
  text: `
INSERT INTO partitura_engine.subscriptions (shard, name, key, saga_id, subscription, kind, process)
SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[])`,
};
