export const countRows = {
  name: 'count-rows',
  text: `
SELECT (SELECT count(*) FROM partitura_engine.sagas WHERE ended_at IS NULL AND status <> 'tombstone')::int AS active,
       (SELECT coalesce(sum(incidents), 0) FROM partitura_engine.sagas WHERE incidents > 0)::int AS incidents,
       (SELECT count(*) FROM partitura_engine.outbox)::int AS outbox_rows,
       (SELECT coalesce(extract(epoch FROM now() - min(created_at)) * 1000, 0) FROM partitura_engine.outbox)::float8 AS outbox_age`,
};
