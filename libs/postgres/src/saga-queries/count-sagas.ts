/** A saga counts once, on however many hosts it has parts; every part is read, so this is for people and not for polling. */
export const countSagas = `
SELECT score, count(DISTINCT saga_id)::int AS active,
       count(DISTINCT saga_id) FILTER (WHERE incidents > 0)::int AS "withIncidents"
  FROM (SELECT score, saga_id, incidents FROM partitura_engine.sagas
         WHERE ended_at IS NULL AND status <> 'tombstone'
        UNION ALL
        SELECT score, saga_id, incidents FROM partitura_engine.remote_parts
         WHERE incidents > 0 OR part::json ->> 'status' IN ('active', 'compensating')) AS parts
 GROUP BY score`;
