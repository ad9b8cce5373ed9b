/** $1 batches, $2 sequence numbers. */
export const deleteOutboxRows = {
  name: 'delete-outbox-rows',
  text: `
DELETE FROM partitura_engine.outbox
 WHERE (batch, seq) IN (SELECT * FROM unnest($1::bigint[], $2::int[]))`,
};
