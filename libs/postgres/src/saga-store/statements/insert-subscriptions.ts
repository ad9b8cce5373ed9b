/** $1 shards, $2 names, $3 keys, $4 saga ids, $5 local ids. */
export const insertSubscriptions = {
  name: 'insert-subscriptions',
  text: `
INSERT INTO partitura.subscriptions (shard, name, key, saga_id, subscription)
SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::int[])`,
};
