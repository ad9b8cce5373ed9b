/**
 * Keeps the newest of what each host says. Of one part only the newest version
 * may be given.
 *
 * $1 shards, $2 saga ids, $3 hosts, $4 versions, $5 numbers, $6 scores, $7 parts, $8 incidents.
 */
export const keepRemoteParts = {
  name: 'keep-remote-parts',
  text: `
INSERT INTO partitura_engine.remote_parts AS r
       (shard, saga_id, host, version, number, score, part, incidents, updated_at)
SELECT *, now()
  FROM unnest($1::smallint[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::text[], $8::int[])
    ON CONFLICT (shard, saga_id, host) DO UPDATE
   SET version = excluded.version, number = excluded.number, score = excluded.score, part = excluded.part,
       incidents = excluded.incidents, updated_at = excluded.updated_at
 WHERE r.version < excluded.version`,
};

const columns = `saga_id AS "sagaId", host, version, number::float8 AS number, score, part, incidents`;

/** $1 shards, $2 saga ids. */
export const remoteParts = {
  name: 'remote-parts',
  text: `
SELECT ${columns}
  FROM partitura_engine.remote_parts
 WHERE (shard, saga_id) IN (SELECT * FROM unnest($1::smallint[], $2::text[]))`,
};

/** $1 number. */
export const remotePartByNumber = {
  name: 'remote-part-by-number',
  text: `SELECT ${columns} FROM partitura_engine.remote_parts WHERE number = $1 LIMIT 1`,
};

/** $1 request id, $2 answer. */
export const keepAnswer = {
  name: 'keep-answer',
  text: `
INSERT INTO partitura_engine.answers (request_id, answer) VALUES ($1, $2) ON CONFLICT (request_id) DO NOTHING`,
};

/** $1 request ids. */
export const takeAnswers = {
  name: 'take-answers',
  text: `
DELETE FROM partitura_engine.answers WHERE request_id = ANY ($1::text[])
RETURNING request_id AS "requestId", answer`,
};

/** Nobody waits so long for one. */
export const expireAnswers = {
  name: 'expire-answers',
  text: `DELETE FROM partitura_engine.answers WHERE kept_at < now() - interval '10 minutes'`,
};
