import type { Incident, InstanceState, Job } from '@partitura/engine';
import type {
  DefinitionRef,
  Found,
  FoundIncident,
  FoundInstance,
  FoundUserTask,
  IncidentFilter,
  InstanceFilter,
  Page,
  Place,
  SagaCount,
  SagaQueries,
  StoredStatus,
  UserTaskFilter,
} from '@partitura/runtime';
import type { Pool } from 'pg';
import { Conditions } from './conditions';
import { countSagas } from './count-sagas';
import { pagedQuery } from './paged-query';

interface InstanceRow {
  saga_id: string;
  number: number;
  score: string;
  status: StoredStatus;
  has_incident: boolean;
  instance: InstanceState;
}

interface IncidentRow {
  saga_id: string;
  number: number;
  score: string;
  process: string;
  incident: Incident;
}

interface UserTaskRow {
  saga_id: string;
  number: number;
  score: string;
  process: string;
  instance: number;
  element_id: string;
  job: Job;
}

const pairs = (places: readonly Place[] | undefined) =>
  places?.map(({ number, localId }) => [number, localId] as const);

const definitionPairs = (definitions: readonly DefinitionRef[] | undefined) =>
  definitions?.map(({ score, process }) => [score, process] as const);

/** The sagas of this host, and what others have told of theirs: summaries have the shape of states. */
const PARTS = `(
    SELECT saga_id, number, score, status, incidents, state, ended_at FROM partitura_engine.sagas
    UNION ALL
    SELECT saga_id, number, score, part::json ->> 'status', incidents, part, NULL FROM partitura_engine.remote_parts
  ) AS s`;

// json, not jsonb: a state may hold texts that jsonb refuses (a zero character).
const INSTANCES = `${PARTS}
  CROSS JOIN LATERAL json_each(s.state::json -> 'instances') AS i`;

const INCIDENT_OF_INSTANCE = `(s.incidents > 0 AND EXISTS (
  SELECT FROM json_each(s.state::json -> 'incidents') AS x WHERE x.value ->> 'instance' = i.key))`;

/** Process and score of the process instance with an id. */
const instanceAt = (id: string) => `CROSS JOIN LATERAL (
    SELECT i ->> 'process' AS process, coalesce(i ->> 'score', s.score) AS score
      FROM (SELECT s.state::json #> ARRAY['instances', ${id}] AS i) AS one) AS p`;

const INCIDENTS = `${PARTS}
  CROSS JOIN LATERAL json_each(s.state::json -> 'incidents') AS x
  ${instanceAt(`x.value ->> 'instance'`)}`;

const USER_TASKS = `${PARTS}
  CROSS JOIN LATERAL json_each(s.state::json -> 'jobs') AS j
  CROSS JOIN LATERAL (SELECT s.state::json #> ARRAY['elements', j.value ->> 'element'] AS element) AS e
  ${instanceAt(`e.element ->> 'instance'`)}`;

/** Lists on Postgres: the instances and incidents inside the states, newest first or oldest first, by keyset. */
export const createSagaQueries = (pool: Pool): SagaQueries => ({
  countSagas: async () => (await pool.query<SagaCount>(countSagas)).rows,

  async searchInstances(filter: InstanceFilter, page: Page): Promise<Found<FoundInstance>> {
    const conditions = new Conditions();
    conditions.add(`s.status <> 'tombstone'`);
    conditions.oneOfPairs('(s.number, i.key::int)', pairs(filter.instances), ['bigint', 'int']);
    conditions.oneOf(
      's.number',
      filter.instances?.map(({ number }) => number),
      'bigint',
    );
    conditions.oneOf('s.saga_id', filter.sagaIds, 'text');
    conditions.oneOfPairs(
      `(coalesce(i.value ->> 'score', s.score), i.value ->> 'process')`,
      definitionPairs(filter.definitions),
      ['text', 'text'],
    );
    conditions.oneOfPairs(`(s.number, (i.value ->> 'caller')::int)`, pairs(filter.callers), [
      'bigint',
      'int',
    ]);
    conditions.oneOfPairs(`(s.number, (i.value ->> 'parent')::int)`, pairs(filter.callActivities), [
      'bigint',
      'int',
    ]);
    conditions.oneOf(`i.value ->> 'process'`, filter.processes, 'text');
    conditions.oneOf(`i.value ->> 'state'`, filter.states, 'text');
    if (filter.hasIncident !== undefined)
      conditions.add(`${INCIDENT_OF_INSTANCE} = ${conditions.bind(filter.hasIncident, 'boolean')}`);
    const found = await pagedQuery<InstanceRow>(
      pool,
      {
        select: `s.saga_id, s.number::float8 AS number, s.score, s.status, i.value AS instance, ${INCIDENT_OF_INSTANCE} AS has_incident`,
        from: INSTANCES,
        place: 's.number, i.key::int',
        conditions,
      },
      page,
    );
    return {
      ...found,
      items: found.items.map(({ saga_id, number, score, status, instance, has_incident }) => ({
        sagaId: saga_id,
        number,
        score,
        sagaStatus: status,
        instance,
        hasIncident: has_incident,
      })),
    };
  },

  async searchIncidents(filter: IncidentFilter, page: Page): Promise<Found<FoundIncident>> {
    const conditions = new Conditions();
    conditions.add('s.incidents > 0');
    conditions.oneOfPairs('(s.number, x.key::int)', pairs(filter.incidents), ['bigint', 'int']);
    conditions.oneOf(
      's.number',
      filter.incidents?.map(({ number }) => number),
      'bigint',
    );
    conditions.oneOfPairs(`(s.number, (x.value ->> 'instance')::int)`, pairs(filter.instances), [
      'bigint',
      'int',
    ]);
    conditions.oneOf('s.saga_id', filter.sagaIds, 'text');
    conditions.oneOfPairs('(p.score, p.process)', definitionPairs(filter.definitions), ['text', 'text']);
    conditions.oneOf('p.process', filter.processes, 'text');
    conditions.oneOf(`x.value ->> 'type'`, filter.types, 'text');
    conditions.oneOf(`x.value ->> 'elementId'`, filter.elements, 'text');
    const found = await pagedQuery<IncidentRow>(
      pool,
      {
        select: 's.saga_id, s.number::float8 AS number, p.score, p.process, x.value AS incident',
        from: INCIDENTS,
        place: 's.number, x.key::int',
        conditions,
      },
      page,
    );
    return {
      ...found,
      items: found.items.map(({ saga_id, ...item }) => ({ sagaId: saga_id, ...item })),
    };
  },

  async searchUserTasks(filter: UserTaskFilter, page: Page): Promise<Found<FoundUserTask>> {
    const conditions = new Conditions();
    conditions.add(`s.ended_at IS NULL AND s.status <> 'tombstone' AND j.value ->> 'kind' = 'user'`);
    conditions.oneOfPairs('(s.number, j.key::int)', pairs(filter.tasks), ['bigint', 'int']);
    conditions.oneOf(
      's.number',
      filter.tasks?.map(({ number }) => number),
      'bigint',
    );
    conditions.oneOfPairs(`(s.number, (e.element ->> 'instance')::int)`, pairs(filter.instances), [
      'bigint',
      'int',
    ]);
    conditions.oneOf('s.saga_id', filter.sagaIds, 'text');
    conditions.oneOf('p.process', filter.processes, 'text');
    conditions.oneOf(`e.element ->> 'element'`, filter.elements, 'text');
    conditions.oneOf(`j.value #>> '{task,assignee}'`, filter.assignees, 'text');
    conditions.anyMemberOf(`j.value #> '{task,candidateGroups}'`, filter.candidateGroups);
    conditions.anyMemberOf(`j.value #> '{task,candidateUsers}'`, filter.candidateUsers);
    const found = await pagedQuery<UserTaskRow>(
      pool,
      {
        select: `s.saga_id, s.number::float8 AS number, p.score, p.process, (e.element ->> 'instance')::int AS instance,
       e.element ->> 'element' AS element_id, j.value AS job`,
        from: USER_TASKS,
        place: 's.number, j.key::int',
        conditions,
      },
      page,
    );
    return {
      ...found,
      items: found.items.map(({ saga_id, element_id, ...item }) => ({
        sagaId: saga_id,
        elementId: element_id,
        ...item,
      })),
    };
  },
});
