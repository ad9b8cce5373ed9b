import type {
  DefinitionRef,
  IncidentFilter,
  InstanceFilter,
  Place,
  ScoreRegistry,
  UserTaskFilter,
} from '@partitura/runtime';
import { parseKey } from '@partitura/runtime';
import type { z } from 'zod';
import { instanceStates, type searchProcessInstances } from '../schemas/search-process-instances';
import type { searchUserTasks } from '../schemas/user-tasks';
import type { searchIncidents } from '../schemas/search-incidents';
import { incidentTypesOf } from '../views/incident-types';

/** Keys that the schema has checked. */
const places = (keys: readonly string[] | undefined): Place[] | undefined =>
  keys?.map((key) => parseKey(key)).filter((place) => place !== undefined);

/** Versions and keys of definitions are known here, not in the store. Several conditions on definitions meet. */
function definitionsOf(
  filter: {
    readonly processDefinitionKey?: readonly string[];
    readonly processDefinitionVersion?: readonly number[];
  },
  registry: ScoreRegistry,
): DefinitionRef[] | undefined {
  const { processDefinitionKey: keys, processDefinitionVersion: versions } = filter;
  if (!keys && !versions) return undefined;
  return registry.allDefinitions
    .filter(({ key, version }) => (!keys || keys.includes(key)) && (!versions || versions.includes(version)))
    .map(({ score, process }) => ({ score: score.key, process: process.id }));
}

const otherTenant = (tenants: readonly string[] | undefined) =>
  tenants !== undefined && !tenants.includes('<default>');

export function instanceFilterOf(
  filter: z.output<typeof searchProcessInstances>['filter'],
  registry: ScoreRegistry,
): InstanceFilter {
  return {
    instances: otherTenant(filter.tenantId) ? [] : places(filter.processInstanceKey),
    sagaIds: filter.sagaId,
    definitions: definitionsOf(filter, registry),
    processes: filter.processDefinitionId,
    states: filter.state?.flatMap((state) => instanceStates[state]),
    hasIncident: filter.hasIncident,
    callers: places(filter.parentProcessInstanceKey),
    callActivities: places(filter.parentElementInstanceKey),
  };
}

export function userTaskFilterOf(filter: z.output<typeof searchUserTasks>['filter']): UserTaskFilter {
  const nothing =
    otherTenant(filter.tenantId) || (filter.state !== undefined && !filter.state.includes('CREATED'));
  return {
    tasks: nothing ? [] : places(filter.userTaskKey),
    instances: places(filter.processInstanceKey),
    sagaIds: filter.sagaId,
    processes: filter.processDefinitionId === undefined ? undefined : [filter.processDefinitionId],
    elements: filter.elementId === undefined ? undefined : [filter.elementId],
    assignees: filter.assignee,
    candidateGroups: filter.candidateGroup,
    candidateUsers: filter.candidateUser,
  };
}

export function incidentFilterOf(
  filter: z.output<typeof searchIncidents>['filter'],
  registry: ScoreRegistry,
): IncidentFilter {
  const nothing =
    otherTenant(filter.tenantId) || (filter.state !== undefined && !filter.state.includes('ACTIVE'));
  return {
    incidents: nothing ? [] : places(filter.incidentKey),
    instances: places(filter.processInstanceKey),
    sagaIds: filter.sagaId,
    definitions: definitionsOf(filter, registry),
    processes: filter.processDefinitionId,
    types: filter.errorType && incidentTypesOf(filter.errorType),
    elements: filter.elementId,
  };
}
