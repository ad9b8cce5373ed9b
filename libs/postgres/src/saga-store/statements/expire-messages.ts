/** $1 now (epoch ms), $2 limit. */
export const expireMessages = {
  name: 'expire-messages',
  text: `
DELETE FROM partitura_engine.messages
 WHERE ctid = ANY (ARRAY (SELECT ctid FROM partitura_engine.messages WHERE expires_at <= to_timestamp($1::float8 / 1000) LIMIT $2))`,
};

/** $1 now (epoch ms), $2 limit. */
export const expireMarks = {
  name: 'expire-marks',
  text: `
DELETE FROM partitura_engine.marks
 WHERE ctid = ANY (ARRAY (SELECT ctid FROM partitura_engine.marks WHERE expires_at <= to_timestamp($1::float8 / 1000) LIMIT $2))`,
};
