import type { SagaEvent, SagaState } from '@partitura/engine';

/** What the journal tells of a saga's part. */
const SHOWN: ReadonlySet<SagaEvent['type']> = new Set([
  'InstanceStarted',
  'InstanceEnded',
  'InstanceMigrated',
  'IncidentRaised',
  'IncidentResolved',
  'SagaUndoStarted',
  'UserTaskChanged',
]);

/** What follows a beginning that was not told, see `isAtWork`. */
const FOLLOWS: ReadonlySet<SagaEvent['type']> = new Set(['JobEnded', 'JobAttemptFailed', 'JobLeaseRenewed']);

/** Whether the journal tells of what has happened to a part. */
export function isShown(event: SagaEvent, state: SagaState): boolean {
  // Whoever tells that a saga is complete knows it.
  if (event.type === 'SagaEnded') return !event.told || event.status !== 'completed';
  // User tasks come and go as jobs.
  if ('kind' in event && event.kind === 'user') return true;
  return SHOWN.has(event.type) || (joined(state) && FOLLOWS.has(event.type));
}

/**
 * A part that another host has brought into the saga is not told of while its service does a task: a moment later there is more to
 * tell, and where the task takes long its lease is renewed. The first part is told at once, so that the saga can be undone.
 */
export const isAtWork = (state: SagaState): boolean =>
  joined(state) &&
  state.status === 'active' &&
  (state.localJobs ?? 0) > 0 &&
  Object.keys(state.incidents).length === 0;

const joined = ({ part }: SagaState): boolean => part !== undefined && part.root !== part.host;
