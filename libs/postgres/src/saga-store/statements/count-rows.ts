export const countRows = {
  name: 'count-rows',
  text: `
SELECT (SELECT count(*) FROM partitura.sagas WHERE ended_at IS NULL AND status <> 'tombstone')::int AS active,
       (SELECT coalesce(sum(incidents), 0) FROM partitura.sagas WHERE incidents > 0)::int AS incidents,
       (SELECT count(*) FROM partitura.outbox)::int AS outbox_rows,
       (SELECT coalesce(extract(epoch FROM now() - min(created_at)) * 1000, 0) FROM partitura.outbox)::float8 AS outbox_age`,
};
