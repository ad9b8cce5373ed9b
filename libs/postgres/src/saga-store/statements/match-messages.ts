const columns = `m.name, m.key, m.message_id, m.variables, m.trace, extract(epoch FROM m.expires_at)::float8 * 1000 AS expires_at,
       s.saga_id, s.subscription`;

/** Messages and subscriptions of one name and key live in one shard. $1 shards, $2 names, $3 keys, $4 limit. */
export const matchMessages = {
  name: 'match-messages',
  text: `
SELECT ${columns}
  FROM (SELECT DISTINCT * FROM unnest($1::smallint[], $2::text[], $3::text[])) AS k (shard, name, key)
  JOIN partitura.messages m USING (shard, name, key)
  JOIN partitura.subscriptions s USING (shard, name, key)
 WHERE m.expires_at > now()
 ORDER BY m.arrived_at, m.message_id, s.saga_id, s.subscription
 LIMIT $4`,
};

/** What a crash between commit and match has left. $1 limit. */
export const matchAnyMessages = {
  name: 'match-any-messages',
  text: `
SELECT ${columns}
  FROM partitura.messages m
  JOIN partitura.subscriptions s USING (shard, name, key)
 WHERE m.expires_at > now()
 ORDER BY m.arrived_at, m.message_id, s.saga_id, s.subscription
 LIMIT $1`,
};
