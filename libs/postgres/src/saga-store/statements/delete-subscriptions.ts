/** $1 shards, $2 names, $3 keys, $4 saga ids, $5 local ids. */
export const deleteSubscriptions = {
  name: 'delete-subscriptions',
  text: `
DELETE FROM partitura_engine.subscriptions
 WHERE (shard, name, key, saga_id, subscription) IN
       (SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::int[]))`,
};
