/**
 * A saga counts once, on however many hosts it has parts. The host where it began says when it has ended; what the others have
 * said last may be older. Every part is read, so this is for people and not for polling.
 */
export const countSagas = `
WITH parts AS (
  SELECT shard, saga_id, score, incidents, ended_at IS NULL AS open, ended_at IS NOT NULL AS over
    FROM partitura_engine.sagas
   WHERE status <> 'tombstone'
  UNION ALL
  SELECT shard, saga_id, score, incidents, open, NOT open AND is_root
    FROM partitura_engine.remote_parts
   CROSS JOIN LATERAL (
     SELECT part::json ->> 'status' IN ('active', 'compensating') AS open, part::json ->> 'root' = host AS is_root) AS p
), sagas AS (
  SELECT min(score) AS score, bool_or(open) AND NOT bool_or(over) AS open, sum(incidents) AS incidents
    FROM parts
   GROUP BY shard, saga_id
)
SELECT score, (count(*) FILTER (WHERE open))::int AS active,
       (count(*) FILTER (WHERE incidents > 0))::int AS "withIncidents"
  FROM sagas
 WHERE open OR incidents > 0
 GROUP BY score`;
