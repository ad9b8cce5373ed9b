/** $1 scores, $2 hosts, $3 participants as JSON, $4 contents, $5 hashes. */
export const planShares = `
INSERT INTO partitura_engine.shares (score, host, participants, content, hash)
SELECT score, host, ARRAY(SELECT json_array_elements_text(participants)), content, hash
  FROM unnest($1::text[], $2::text[], $3::json[], $4::text[], $5::text[])
    AS t (score, host, participants, content, hash)
ON CONFLICT DO NOTHING`;

const shareColumns = `h.score, h.host, h.participants, h.hash, h.state, h.answer, h.reason, h.active, h.holding,
  extract(epoch FROM h.at)::float8 * 1000 AS at`;

export const allShares = `SELECT ${shareColumns} FROM partitura_engine.shares h ORDER BY h.score, h.host`;

/** The partial index finds them; a host that has a pending version is not active with it. */
export const openShares = `
SELECT ${shareColumns} FROM partitura_engine.shares h
 WHERE h.state <> 'accepted' OR NOT h.active
 ORDER BY h.score, h.host`;

/** $1 score. */
export const wholeText = `SELECT content, placement FROM partitura_engine.scores WHERE key = $1`;

/** $1 score, $2 host. */
export const shareOffer = `
SELECT s.kind, s.key, s.id, s.version, h.hash, coalesce(h.content, s.content) AS content, s.resource,
       s.deployment_key AS "deploymentKey", extract(epoch FROM s.deployed_at)::float8 * 1000 AS "deployedAt",
       s.placement, s.active, (extract(epoch FROM s.active_from) * 1000)::float8 AS "activeFrom"
  FROM partitura_engine.shares h JOIN partitura_engine.scores s ON s.key = h.score
 WHERE h.score = $1 AND h.host = $2`;

/** $1 score, $2 host, $3 state, $4 answer, $5 reason, $6 active, $7 holding, $8 at (epoch ms). */
export const answerShare = `
UPDATE partitura_engine.shares
   SET state = $3, answer = $4, reason = $5, active = $6, holding = $7, at = to_timestamp($8::float8 / 1000)
 WHERE score = $1 AND host = $2`;
