/** $1 batches that are on the bus. */
export const deleteOutbox = {
  name: 'delete-outbox',
  text: `DELETE FROM partitura_engine.outbox WHERE batch = ANY ($1::bigint[])`,
};
