import type { SagaState } from '@partitura/engine';
import type { SagaSnapshot, ScoreRegistry } from '@partitura/runtime';
import { incidentView } from './incident-view';
import { processInstanceView } from './process-instance-view';

export type SagaViewState = 'active' | 'incident' | 'completed' | 'compensated' | 'cancelled';

/** `incident` while something waits for a person; a saga that is being undone is active. */
export function sagaStateOf(state: SagaState): SagaViewState {
  if (state.status !== 'active' && state.status !== 'compensating') return state.status;
  return Object.keys(state.incidents).length > 0 ? 'incident' : 'active';
}

/** A saga as `GET /v2/sagas/{sagaId}` answers it. */
export function sagaView(
  { sagaId, startedAt }: Pick<SagaSnapshot, 'sagaId' | 'startedAt'>,
  state: SagaState,
  registry: ScoreRegistry,
) {
  const incidents = Object.values(state.incidents);
  const { number, score } = state;
  return {
    sagaId,
    state: sagaStateOf(state),
    reason: state.reason?.code ?? null,
    reasonMessage: state.reason?.message ?? null,
    failed: state.handlerSkipped === true,
    startedAt: new Date(startedAt).toISOString(),
    instances: Object.values(state.instances).map((instance) => ({
      ...processInstanceView(
        instance,
        {
          sagaId,
          number,
          score,
          hasIncident: incidents.some((incident) => incident.instance === instance.id),
        },
        registry,
      ),
      state: instance.state,
    })),
    incidents: incidents.map((incident) =>
      incidentView({ sagaId, number, incident, ...definitionOf(state, incident.instance) }, registry),
    ),
  };
}

const definitionOf = ({ instances, score }: SagaState, id: number) => ({
  process: instances[id]?.process ?? '',
  score: instances[id]?.score ?? score,
});
