import { type Coordination, isFinal, type RemoteActivity, type SagaStatus } from '@partitura/engine';
import { type PartSummary, type SagaSnapshot, type ScoreRegistry } from '@partitura/runtime';
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
export function sagaView(
  { sagaId, startedAt, parts, overall, state }: SagaSnapshot,
  registry: ScoreRegistry,
) {
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
    // A part of a complete saga hears of it later than who asks here.
    hosts: parts.map(({ host, status }) => ({ host, status: isFinal(overall) ? overall : status })),
    ...(state?.coordination && !isFinal(overall) ? { undoing: undoingView(state.coordination) } : {}),
  };
}

/** How far a saga is undone, or cancelled, over its hosts; what is left in the order in which it is undone. */
const undoingView = ({ intent, stopping, current, queue }: Coordination) => ({
  intent,
  waitsFor: stopping,
  current: current ? activityView(current) : null,
  remaining: queue.toReversed().map(activityView),
});

const activityView = ({ host, participant, elementId }: RemoteActivity) => ({ host, participant, elementId });

const definitionOf = ({ instances, score }: PartSummary, id: number) => {
  const instance = instances[id];
  return { process: instance?.process ?? '', score: instance?.score ?? score };
};
