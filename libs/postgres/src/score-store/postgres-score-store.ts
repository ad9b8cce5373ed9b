import type { DeployedScore, Deployment, NewScore, ScoreStore, StoredScore } from '@partitura/runtime';
import type { ClientBase, Pool } from 'pg';
import { columns } from '../saga-store/columns';
import { storeError } from '../saga-store/store-errors';
import { inTransaction } from '../saga-store/transaction';

const scoreColumns = `key, position::float8 AS position, kind, id, version, hash, content, resource,
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
        return deploy(client, deployment);
      });
    } catch (error) {
      throw storeError(error);
    }
  },
});

async function deploy(client: ClientBase, deployment: Deployment): Promise<DeployedScore[]> {
  const { scores } = deployment;
  const newest = await newestVersions(client, scores);
  const changed = scores.map(({ hash }, i) => newest[i]?.hash !== hash);
  const deployed: DeployedScore[] = [];
  for (const [i, score] of scores.entries()) {
    const current = newest[i];
    // What means versions of its own deployment must stand in one deployment with what has changed.
    if (current && !changed[i] && !(score.bound && changed.includes(true)))
      deployed.push({ ...current, isNew: false });
    else deployed.push(await insert(client, deployment, score, (current?.version ?? 0) + 1));
  }
  return deployed;
}

async function newestVersions(
  client: ClientBase,
  scores: readonly NewScore[],
): Promise<(StoredScore | undefined)[]> {
  const { rows } = await client.query<StoredScore>(
    `SELECT DISTINCT ON (kind, id) ${scoreColumns} FROM partitura.scores
      WHERE (kind, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
      ORDER BY kind, id, version DESC`,
    columns(scores, [({ kind }) => kind, ({ id }) => id]),
  );
  return scores.map(({ kind, id }) => rows.find((row) => row.kind === kind && row.id === id));
}

async function insert(
  client: ClientBase,
  { key, at }: Deployment,
  score: NewScore,
  version: number,
): Promise<DeployedScore> {
  const { rows } = await client.query<StoredScore>(
    `INSERT INTO partitura.scores (key, kind, id, version, hash, content, resource, deployment_key, deployed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::float8 / 1000))
     RETURNING ${scoreColumns}`,
    [score.key, score.kind, score.id, version, score.hash, score.content, score.resource, key, at],
  );
  await replaceStartTimers(client, score);
  return { ...(rows[0] as StoredScore), isNew: true };
}

async function replaceStartTimers(client: ClientBase, score: NewScore): Promise<void> {
  if (score.processes.length === 0) return;
  await client.query(`DELETE FROM partitura.start_timers WHERE process = ANY ($1::text[])`, [
    score.processes,
  ]);
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
