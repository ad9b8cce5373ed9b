import type { SagaEvent } from '../events';
import { instanceOf } from '../lookups';
import { placesRenamed } from './places';
import type { SagaState, ScopeState } from '../state';

/** What waits is called by its new name; ids, due times and keys stay. */
export function migrateInstance(
  state: SagaState,
  { id, process, score, mapping }: Extract<SagaEvent, { type: 'InstanceMigrated' }>,
): void {
  const renamed = (element: string): string => {
    const [event, trigger] = element.split('#') as [string, string | undefined];
    const name = mapping[event] ?? event;
    return trigger === undefined ? name : `${name}#${trigger}`;
  };
  const instance = instanceOf(state, id);
  instance.process = process;
  if (score === state.score) delete instance.score;
  else instance.score = score;
  renameJoins(instance, renamed);
  placesRenamed(instance);
  for (const element of Object.values(state.elements)) {
    if (element.instance !== id) continue;
    element.element = renamed(element.element);
    renameJoins(element, renamed);
    placesRenamed(element);
  }
  const hosts = (host: number): boolean => (state.elements[host]?.instance ?? host) === id;
  for (const timer of Object.values(state.timers))
    if (hosts(timer.element)) timer.target = renamed(timer.target);
  for (const subscription of Object.values(state.subscriptions))
    if (hosts(subscription.element)) subscription.target = renamed(subscription.target);
  for (const incident of Object.values(state.incidents))
    if (incident.instance === id) incident.elementId = renamed(incident.elementId);
  for (const [key, activity] of Object.entries(state.compensable)) {
    const scopes = activity.scopes.map((scope) =>
      scope.instance === id ? { ...scope, element: renamed(scope.element) } : scope,
    );
    const element = activity.instance === id ? renamed(activity.element) : activity.element;
    state.compensable[Number(key)] = { ...activity, element, scopes };
  }
  for (const message of state.buffered)
    if (message.process === process) message.target = renamed(message.target);
}

function renameJoins(scope: ScopeState, renamed: (element: string) => string): void {
  const rename = <T>(byGateway: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(byGateway).map(([gateway, value]) => [renamed(gateway), value]));
  if (scope.joins) scope.joins = rename(scope.joins);
  if (scope.resetting) scope.resetting = rename(scope.resetting);
}
