/**
 * The lease keeps other pollers away while the claimer works; if it dies, the sagas are due again afterwards. The
 * version stays: a claim changes nothing of the saga.
 *
 * $1 now, $2 lease end (epoch ms), $3 limit.
 */
export const claimDueSagas = {
  name: 'claim-due-sagas',
  text: `
UPDATE partitura_engine.sagas s
   SET next_due = to_timestamp($2::float8 / 1000)
  FROM (SELECT shard, saga_id
          FROM partitura_engine.sagas
         WHERE next_due <= to_timestamp($1::float8 / 1000)
         ORDER BY next_due
         LIMIT $3
           FOR NO KEY UPDATE SKIP LOCKED) AS due
 WHERE s.shard = due.shard AND s.saga_id = due.saga_id
RETURNING s.saga_id`,
};
