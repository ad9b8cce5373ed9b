import { type FoundIncident, publicKey, type ScoreRegistry } from '@partitura/runtime';
import { errorTypeOf } from './incident-types';

/** An open incident as Camunda's API shows it, grown by `sagaId` and the own `incidentType`. */
export function incidentView(
  {
    sagaId,
    number,
    score,
    process,
    incident,
  }: Omit<FoundIncident, 'incident'> & {
    readonly incident: Omit<FoundIncident['incident'], 'start' | 'canceling'>;
  },
  registry: ScoreRegistry,
) {
  return {
    incidentKey: publicKey(number, incident.id),
    processInstanceKey: publicKey(number, incident.instance),
    processDefinitionId: process,
    processDefinitionKey: registry.definitionOfInstance(score, process)?.key ?? '',
    errorType: errorTypeOf(incident.type),
    errorMessage: incident.message,
    elementId: incident.elementId,
    ...(incident.element === undefined ? {} : { elementInstanceKey: publicKey(number, incident.element) }),
    ...(incident.job === undefined ? {} : { jobKey: publicKey(number, incident.job) }),
    creationTime: new Date(incident.createdAt).toISOString(),
    state: 'ACTIVE',
    tenantId: '<default>',
    sagaId,
    incidentType: incident.type,
  };
}
