import type {
  AdoptedScore,
  DeployedScore,
  Deployment,
  NewScore,
  PlacementMap,
  ScoreStore,
  StoredScore,
} from '@partitura/runtime';
import type { ClientBase, Pool } from 'pg';
import { columns } from '../saga-store/columns';
import { storeError } from '../saga-store/store-errors';
import { inTransaction } from '../saga-store/transaction';

const scoreColumns = `key, position::float8 AS position, kind, id, version, hash, content, resource,
  deployment_key AS "deploymentKey", extract(epoch FROM deployed_at)::float8 * 1000 AS "deployedAt",
  active, placement, holding, (extract(epoch FROM active_from) * 1000)::float8 AS "activeFrom"`;

/** Deployed scores on Postgres, in the database of the saga store. */
export const createScoreStore = (pool: Pool): ScoreStore => ({
  async listScores(afterPosition) {
    try {
      const { rows } = await pool.query<ScoreRow>(
        `SELECT ${scoreColumns} FROM partitura_engine.scores WHERE position > $1 ORDER BY position`,
        [afterPosition],
      );
      return rows.map(shown);
    } catch (error) {
      throw storeError(error);
    }
  },

  async deployScores(deployment) {
    try {
      return await inTransaction(pool, async (client) => {
        await oneAtATime(client);
        return deploy(client, deployment);
      });
    } catch (error) {
      throw storeError(error);
    }
  },

  async adoptScore(score) {
    try {
      await inTransaction(pool, async (client) => {
        await oneAtATime(client);
        const { rows } = await client.query<{ intact: boolean }>(
          `SELECT content = $2 AND hash = $3 AS intact FROM partitura_engine.scores WHERE key = $1`,
          [score.key, score.content, score.hash],
        );
        if (!rows[0]) await insert(client, score, score);
        // At a new position, so that whoever refused the text reads it again.
        else if (!rows[0].intact)
          await client.query(
            `UPDATE partitura_engine.scores SET content = $2, hash = $3, position = DEFAULT WHERE key = $1`,
            [score.key, score.content, score.hash],
          );
      });
    } catch (error) {
      throw storeError(error);
    }
  },

  async holdStarts(key) {
    try {
      await inTransaction(pool, async (client) => {
        await oneAtATime(client);
        await client.query(
          `UPDATE partitura_engine.scores s SET holding = true, position = DEFAULT
            WHERE key = $1 AND NOT active AND NOT holding AND NOT EXISTS (
              SELECT FROM partitura_engine.scores newer
               WHERE newer.kind = s.kind AND newer.id = s.id AND newer.version > s.version)`,
          [key],
        );
      });
    } catch (error) {
      throw storeError(error);
    }
  },

  async activateScore(key, starts, from) {
    try {
      return await inTransaction(pool, async (client) => {
        await oneAtATime(client);
        const { rowCount } = await client.query(
          `UPDATE partitura_engine.scores s
              SET active = true, holding = false, active_from = to_timestamp($2::float8 / 1000), position = DEFAULT
            WHERE key = $1 AND NOT active AND NOT EXISTS (
              SELECT FROM partitura_engine.scores newer
               WHERE newer.kind = s.kind AND newer.id = s.id AND newer.version > s.version AND newer.active)`,
          [key, from ?? null],
        );
        if (rowCount !== 1) return false;
        await replaceStartTimers(client, { key, ...starts });
        return true;
      });
    } catch (error) {
      throw storeError(error);
    }
  },
});

/** Versions and positions then grow in commit order, so a reader that follows positions misses none. */
const oneAtATime = (client: ClientBase) =>
  client.query(`SELECT pg_advisory_xact_lock(hashtextextended('partitura deployment', 0))`);

type ScoreRow = Omit<StoredScore, 'placement' | 'activeFrom' | 'holding'> & {
  readonly holding: boolean;
  readonly placement: PlacementMap | null;
  readonly activeFrom: number | null;
};

const shown = ({ placement, activeFrom, holding, ...row }: ScoreRow): StoredScore => ({
  ...row,
  ...(placement === null ? {} : { placement }),
  ...(activeFrom === null ? {} : { activeFrom }),
  ...(holding ? { holding } : {}),
});

async function deploy(client: ClientBase, deployment: Deployment): Promise<DeployedScore[]> {
  const { scores, key: deploymentKey, at: deployedAt } = deployment;
  const newest = await newestVersions(client, scores);
  const changed = scores.map(({ hash }, i) => newest[i]?.hash !== hash);
  const deployed: DeployedScore[] = [];
  for (const [i, score] of scores.entries()) {
    const current = newest[i];
    // What means versions of its own deployment must stand in one deployment with what has changed.
    if (current && !changed[i] && !(score.bound && changed.includes(true)))
      deployed.push({ ...current, isNew: false });
    else {
      const version = (current?.version ?? 0) + 1;
      const stored = await insert(client, { version, deploymentKey, deployedAt }, score);
      deployed.push({ ...stored, isNew: true });
    }
  }
  return deployed;
}

async function newestVersions(
  client: ClientBase,
  scores: readonly NewScore[],
): Promise<(StoredScore | undefined)[]> {
  const { rows } = await client.query<ScoreRow>(
    `SELECT DISTINCT ON (kind, id) ${scoreColumns} FROM partitura_engine.scores
      WHERE (kind, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
      ORDER BY kind, id, version DESC`,
    columns(scores, [({ kind }) => kind, ({ id }) => id]),
  );
  return scores.map(({ kind, id }) => rows.map(shown).find((row) => row.kind === kind && row.id === id));
}

async function insert(
  client: ClientBase,
  { version, deploymentKey, deployedAt }: AdoptedScore,
  score: NewScore,
): Promise<StoredScore> {
  const { rows } = await client.query<ScoreRow>(
    `INSERT INTO partitura_engine.scores
       (key, kind, id, version, hash, content, resource, deployment_key, deployed_at, placement, active)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::float8 / 1000), $10, $11)
     RETURNING ${scoreColumns}`,
    [
      score.key,
      score.kind,
      score.id,
      version,
      score.hash,
      score.content,
      score.resource,
      deploymentKey,
      deployedAt,
      score.placement ? JSON.stringify(score.placement) : null,
      score.pending !== true,
    ],
  );
  if (score.pending !== true) await replaceStartTimers(client, score);
  return shown(rows[0] as ScoreRow);
}

async function replaceStartTimers(
  client: ClientBase,
  score: Pick<NewScore, 'key' | 'processes' | 'startTimers'>,
): Promise<void> {
  if (score.processes.length === 0) return;
  await client.query(`DELETE FROM partitura_engine.start_timers WHERE process = ANY ($1::text[])`, [
    score.processes,
  ]);
  if (score.startTimers.length === 0) return;
  await client.query(
    `INSERT INTO partitura_engine.start_timers (score, process, element, due, repeats, every)
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
