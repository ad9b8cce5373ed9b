import type { CompositionView, HostView } from '../api/views';

/** Versions that matter now: what begins sagas, what is on its way, and what still has sagas. */
export const versionsInUse = (all: readonly CompositionView[]): CompositionView[] =>
  all.filter(
    ({ state, current, sagas }) =>
      current || state === 'pending' || state === 'refused' || (sagas?.active ?? 0) > 0,
  );

/** A host that something runs on is away. */
export const isMissed = ({ host, state }: HostView, all: readonly CompositionView[]): boolean =>
  state === 'away' && versionsInUse(all).some(({ placement }) => Object.values(placement).includes(host));

/** Whether somebody should look. */
export const isWrong = (hosts: readonly HostView[], all: readonly CompositionView[]): boolean =>
  hosts.some((host) => host.drift.length > 0 || isMissed(host, all)) ||
  all.some(
    ({ state, sagas }) => state === 'pending' || state === 'refused' || (sagas?.withIncidents ?? 0) > 0,
  );
