/**
 * The caller takes a smaller count for a conflict: the message is gone, or the receiver has had it.
 *
 * $1 shards, $2 names, $3 keys, $4 message ids, $5 receivers.
 */
export const takeMessages = {
  name: 'take-messages',
  text: `
INSERT INTO partitura_engine.deliveries (shard, name, key, message_id, receiver)
SELECT t.* FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[]) AS t (shard, name, key, message_id, receiver)
  JOIN partitura_engine.messages USING (shard, name, key, message_id)
    ON CONFLICT DO NOTHING`,
};

/** Which of these can still be taken, by their place in the arrays (from 1). Values as in `take-messages`. */
export const takeable = {
  name: 'takeable',
  text: `
SELECT t.place::int AS place
  FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
    AS t (shard, name, key, message_id, receiver, place)
  JOIN partitura_engine.messages USING (shard, name, key, message_id)
 WHERE NOT EXISTS (SELECT FROM partitura_engine.deliveries d
                    WHERE (d.shard, d.name, d.key, d.message_id, d.receiver) = (t.shard, t.name, t.key, t.message_id, t.receiver))`,
};

/** Which of these ids are still buffered, by their place. $1 shards, $2 names, $3 keys, $4 unique ids, $5 now (epoch ms). */
export const uniqueTaken = {
  name: 'unique-taken',
  text: `
SELECT t.place::int AS place
  FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS t (shard, name, key, unique_id, place)
  JOIN partitura_engine.messages m USING (shard, name, key, unique_id)
 WHERE NOT m.transient AND m.expires_at > to_timestamp($5::float8 / 1000)`,
};
