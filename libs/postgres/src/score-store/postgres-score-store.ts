import type { DeployedScore, Deployment, NewScore, ScoreStore, StoredScore } from '@partitura/runtime';
import type { ClientBase, Pool } from 'pg';
import { columns } from '../saga-store/columns';
import { storeError } from '../saga-store/store-errors';
import { inTransaction } from '../saga-store/transaction';

const scoreColumns = `key, position::float8 AS position, id, version, hash, xml, resource,
  deployment_key AS "deploymentKey", extract(epoch FROM deployed_at)::float8 * 1000 AS "deployedAt"`;

/** Deployed scores on Postgres, in the database of the saga store. */
export const createScoreStore = (pool: Pool): ScoreStore => ({
  async listScores(afterPosition) {
    try {
      const { rows } = await pool.query<StoredScore>(
        `SELECT ${scoreColumns} FROM partitura.scores WHERE position > $1 ORDER BY position`,
        [afterPosition],
      );
      return rows;
    } catch (error) {
      throw storeError(error);
    }
  },

  async deployScores(deployment) {
    try {
      return await inTransaction(pool, async (client) => {
        // One at a time: versions and positions then grow in commit order, so a reader that follows positions misses none.
        await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('partitura deployment', 0))`);
        const deployed: DeployedScore[] = [];
        for (const score of deployment.scores) deployed.push(await deploy(client, deployment, score));
        return deployed;
      });
    } catch (error) {
      throw storeError(error);
    }
  },
});

async function deploy(client: ClientBase, { key, at }: Deployment, score: NewScore): Promise<DeployedScore> {
  const newest = await client.query<StoredScore>(
    `SELECT ${scoreColumns} FROM partitura.scores WHERE id = $1 ORDER BY version DESC LIMIT 1`,
    [score.id],
  );
  const current = newest.rows[0];
  if (current?.hash === score.hash) return { ...current, isNew: false };
  const { rows } = await client.query<StoredScore>(
    `INSERT INTO partitura.scores (key, id, version, hash, xml, resource, deployment_key, deployed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8::float8 / 1000))
     RETURNING ${scoreColumns}`,
    [score.key, score.id, (current?.version ?? 0) + 1, score.hash, score.xml, score.resource, key, at],
  );
  await replaceStartTimers(client, score);
  return { ...(rows[0] as StoredScore), isNew: true };
}

async function replaceStartTimers(client: ClientBase, score: NewScore): Promise<void> {
  await client.query(
    `DELETE FROM partitura.start_timers t USING partitura.scores s WHERE s.key = t.score AND s.id = $1`,
    [score.id],
  );
  if (score.startTimers.length === 0) return;
  await client.query(
    `INSERT INTO partitura.start_timers (score, process, element, due, repeats, every)
     SELECT $1, process, element, to_timestamp(due / 1000), repeats, every
       FROM unnest($2::text[], $3::text[], $4::float8[], $5::int[], $6::text[])
         AS t (process, element, due, repeats, every)`,
    [
      score.key,
      ...columns(score.startTimers, [
        (timer) => timer.process,
        (timer) => timer.element,
        (timer) => timer.due,
        (timer) => timer.left,
        (timer) => timer.every,
      ]),
    ],
  );
}
