/**
 * P1: a message whose mark is there already was taken in before and is left out. The caller takes a smaller count of
 * messages with a unique id than it gave (`unique_taken` above 0) for a conflict.
 *
 * $1 shards, $2 names, $3 keys, $4 message ids, $5 kinds, $6 unique ids, $7 variables (JSON), $8 traces, $9 arrivals,
 * $10 expiries (epoch ms), $11 transient, $12 saga ids.
 */
export const bufferMessages = {
  name: 'buffer-messages',
  text: `
WITH arriving AS (
  SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                       $9::float8[], $10::float8[], $11::boolean[], $12::text[])
    WITH ORDINALITY AS a (shard, name, key, message_id, kind, unique_id, variables, trace, arrived_at, expires_at, transient,
                          saga_id, place)
), marked AS (
  INSERT INTO partitura_engine.marks (shard, message_id, expires_at)
  SELECT shard, message_id, greatest(to_timestamp(expires_at / 1000), now() + interval '1 day') FROM arriving
      ON CONFLICT DO NOTHING
  RETURNING shard, message_id
), wanted AS (
  SELECT DISTINCT ON (shard, message_id) * FROM arriving JOIN marked USING (shard, message_id) ORDER BY shard, message_id, place
), buffered AS (
  INSERT INTO partitura_engine.messages (shard, name, key, message_id, kind, unique_id, variables, trace, arrived_at, expires_at,
                                  transient, saga_id)
  SELECT shard, name, key, message_id, kind, unique_id, variables, trace, to_timestamp(arrived_at / 1000),
         to_timestamp(expires_at / 1000), transient, saga_id
    FROM wanted
   ORDER BY place
      ON CONFLICT DO NOTHING
  RETURNING 1
)
SELECT (SELECT count(*) FROM wanted)::int - (SELECT count(*) FROM buffered)::int AS unique_taken`,
};

/** An expired message no longer stands in the way of its unique id. $1 shards, $2 names, $3 keys, $4 unique ids, $5 now (epoch ms). */
export const expireUnique = {
  name: 'expire-unique',
  text: `
DELETE FROM partitura_engine.messages m
 USING unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::float8[]) AS k (shard, name, key, unique_id, now)
 WHERE m.shard = k.shard AND m.name = k.name AND m.key = k.key AND m.unique_id = k.unique_id
   AND m.expires_at <= to_timestamp(k.now / 1000)`,
};
