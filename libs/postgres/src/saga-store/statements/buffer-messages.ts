/**
 * P1: a message whose mark is there already was taken in before and is left out.
 *
 * $1 shards, $2 names, $3 keys, $4 message ids, $5 variables (JSON), $6 traces, $7 expiries (epoch ms).
 */
export const bufferMessages = {
  name: 'buffer-messages',
  text: `
WITH arriving AS (
  SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::float8[])
    AS a (shard, name, key, message_id, variables, trace, expires_at)
), marked AS (
  INSERT INTO partitura.marks (shard, message_id, expires_at)
  SELECT shard, message_id, greatest(to_timestamp(expires_at / 1000), now() + interval '1 day') FROM arriving
      ON CONFLICT DO NOTHING
  RETURNING shard, message_id
)
INSERT INTO partitura.messages (shard, name, key, message_id, variables, trace, expires_at)
SELECT shard, name, key, message_id, variables, trace, to_timestamp(expires_at / 1000)
  FROM arriving JOIN marked USING (shard, message_id)`,
};
