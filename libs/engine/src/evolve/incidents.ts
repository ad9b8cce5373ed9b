import type { SagaEvent } from '../events';
import type { Incident, SagaState, ScopeState } from '../state';
import { forget } from './hosts';
import { addById } from './records';

type EventOf<Type extends SagaEvent['type']> = Extract<SagaEvent, { type: Type }>;

export function raiseIncident(state: SagaState, { incident }: EventOf<'IncidentRaised'>): void {
  addById(state.incidents, incident.id, incident);
  const holder = holderOf(state, incident);
  if (holder) (holder.incidents ??= []).push(incident.id);
}

export function endIncident(state: SagaState, event: EventOf<'IncidentResolved'>): void {
  const incident = state.incidents[event.incident];
  if (incident) forget(holderOf(state, incident), 'incidents', incident.id);
  delete state.incidents[event.incident];
  if (event.how === 'skipped') state.handlerSkipped = true;
}

/** The element instance or process instance that waits for an incident; a late undo waits alone. */
function holderOf(state: SagaState, { element, instance, retry }: Incident): ScopeState | undefined {
  if (element !== undefined) return state.elements[element];
  return retry === 'withdrawal' ? undefined : state.instances[instance];
}
