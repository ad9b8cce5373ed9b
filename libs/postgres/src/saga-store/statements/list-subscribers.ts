/** $1 shard, $2 kind, $3 name, $4 key. */
export const listSubscribers = {
  name: 'list-subscribers',
  text: `
SELECT kind, name, key, saga_id AS "sagaId", subscription, process
  FROM partitura_engine.subscriptions
 WHERE shard = $1 AND kind = $2 AND name = $3 AND key = $4
 ORDER BY seq`,
};
