import type { SagaStatus } from '@partitura/engine';
import { isFinal, type PartSummary, type SagaSnapshot, type ScoreRegistry } from '@partitura/runtime';
import { incidentView } from './incident-view';
import { processInstanceView } from './process-instance-view';

export type SagaViewState = 'active' | 'incident' | 'completed' | 'compensated' | 'cancelled';

/** `incident` while something waits for a person; a saga that is being undone is active. */
export function sagaStateOf(
  status: SagaStatus,
  parts: readonly Pick<PartSummary, 'incidents'>[],
): SagaViewState {
  if (status === 'completed' || status === 'compensated' || status === 'cancelled') return status;
  return parts.some(({ incidents }) => Object.keys(incidents).length > 0) ? 'incident' : 'active';
}

/** A saga as `GET /v2/sagas/{sagaId}` answers it: the parts of all its hosts together. */
export function sagaView({ sagaId, startedAt, parts, overall }: SagaSnapshot, registry: ScoreRegistry) {
  const reason = parts.find((part) => part.reason)?.reason;
  const instances = parts
    .flatMap((part) => Object.values(part.instances).map((instance) => ({ part, instance })))
    .sort((one, other) => one.instance.startedAt - other.instance.startedAt);
  return {
    sagaId,
    state: sagaStateOf(overall, parts),
    reason: reason?.code ?? null,
    reasonMessage: reason?.message ?? null,
    failed: parts.some(({ handlerSkipped }) => handlerSkipped === true),
    startedAt: new Date(startedAt).toISOString(),
    instances: instances.map(({ part, instance }) => ({
      ...processInstanceView(
        instance,
        {
          ...part,
          hasIncident: Object.values(part.incidents).some((incident) => incident.instance === instance.id),
        },
        registry,
      ),
      state: instance.state,
      host: part.host,
    })),
    incidents: parts.flatMap((part) =>
      Object.values(part.incidents).map((incident) =>
        incidentView({ ...part, incident, ...definitionOf(part, incident.instance) }, registry),
      ),
    ),
    // What a saga that is being undone on several hosts waits for.
    ...(isFinal(overall) || parts.length < 2
      ? {}
      : { hosts: parts.map(({ host, status }) => ({ host, status })) }),
  };
}

const definitionOf = ({ instances, score }: PartSummary, id: number) => {
  const instance = instances[id];
  return { process: instance?.process ?? '', score: instance?.score ?? score };
};
