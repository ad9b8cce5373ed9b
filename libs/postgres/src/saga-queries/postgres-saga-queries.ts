import type { Incident, InstanceState } from '@partitura/engine';
import type {
  DefinitionRef,
  Found,
  FoundIncident,
  FoundInstance,
  IncidentFilter,
  InstanceFilter,
  Page,
  Place,
  SagaQueries,
  StoredStatus,
} from '@partitura/runtime';
import type { Pool } from 'pg';
import { Conditions } from './conditions';
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

const pairs = (places: readonly Place[] | undefined) =>
  places?.map(({ number, localId }) => [number, localId] as const);

const definitionPairs = (definitions: readonly DefinitionRef[] | undefined) =>
  definitions?.map(({ score, process }) => [score, process] as const);

// json, not jsonb: a state may hold texts that jsonb refuses (a zero character).
const INSTANCES = `partitura.sagas s
  CROSS JOIN LATERAL json_each(s.state::json -> 'instances') AS i`;

const INCIDENT_OF_INSTANCE = `(s.incidents > 0 AND EXISTS (
  SELECT FROM json_each(s.state::json -> 'incidents') AS x WHERE x.value ->> 'instance' = i.key))`;

const INCIDENTS = `partitura.sagas s
  CROSS JOIN LATERAL json_each(s.state::json -> 'incidents') AS x
  CROSS JOIN LATERAL (SELECT s.state::json #> ARRAY['instances', x.value ->> 'instance'] ->> 'process' AS process) AS p`;

/** Lists on Postgres: the instances and incidents inside the states, newest first or oldest first, by keyset. */
export const createSagaQueries = (pool: Pool): SagaQueries => ({
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
    conditions.oneOfPairs(`(s.score, i.value ->> 'process')`, definitionPairs(filter.definitions), [
      'text',
      'text',
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
    conditions.oneOfPairs('(s.score, p.process)', definitionPairs(filter.definitions), ['text', 'text']);
    conditions.oneOf('p.process', filter.processes, 'text');
    conditions.oneOf(`x.value ->> 'type'`, filter.types, 'text');
    conditions.oneOf(`x.value ->> 'elementId'`, filter.elements, 'text');
    const found = await pagedQuery<IncidentRow>(
      pool,
      {
        select: 's.saga_id, s.number::float8 AS number, s.score, p.process, x.value AS incident',
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
});
