/** The caller takes a smaller count for a conflict: somebody else has delivered it. $1 shards, $2 names, $3 keys, $4 ids. */
export const takeMessages = {
  name: 'take-messages',
  text: `
DELETE FROM partitura.messages
 WHERE (shard, name, key, message_id) IN (SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[]))`,
};
