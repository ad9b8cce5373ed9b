import type { Refusal } from '../commands';
import type { Run } from '../run';
import { endSaga, finishUndo } from '../saga';
import { isFinal, type Reason } from '../state';
import type { Coordinate, HostHasStopped, HostHasUndone } from './commands';
import { finishPart, isCoordinator, stopPart, undoActivity } from './stop';

/** Undoes or cancels a saga on all its hosts; one that has ended stays as it is, and whoever asked is told. */
export function coordinate(
  run: Run,
  { intent, reason, requestedBy }: Omit<Coordinate, 'kind' | 'join'>,
): Refusal | undefined {
  const { status, coordination, id } = run.state;
  if (!isCoordinator(run))
    return {
      code: 'INVALID_STATE',
      message: `Saga ${id} is undone by ${run.placement?.coordinator ?? 'another host'}: ask there.`,
    };
  if (isFinal(status)) {
    if (requestedBy === undefined) return { code: 'INVALID_STATE', message: `Saga ${id} is ${status}.` };
    run.emit({ type: 'HostTold', host: requestedBy, status });
    return undefined;
  }
  if (coordination)
    return {
      code: 'INVALID_STATE',
      message: `Saga ${id} is being ${coordination.intent === 'undo' ? 'undone' : 'cancelled'} already.`,
    };
  beginCoordination(run, intent, reason);
  return undefined;
}

export function beginCoordination(run: Run, intent: 'undo' | 'cancel', reason?: Reason): void {
  const { placement } = run;
  const { part } = run.state;
  if (!placement || !part) throw new Error(`Saga ${run.state.id} runs on one host: it needs no coordinator.`);
  const hosts = [...new Set([...placement.hosts, placement.host])];
  run.emit({ type: 'CoordinationBegun', intent, ...(reason ? { reason } : {}), hosts });
  stopPart(run, part, { intent, ...(reason ? { reason } : {}) });
}

/** A host has stopped; behind the last one, undoing begins with what completed last on any of them (P5). */
export function hostStopped(
  run: Run,
  { host, activities, ended }: Omit<HostHasStopped, 'kind'>,
): Refusal | undefined {
  const { coordination } = run.state;
  if (!coordination?.stopping.includes(host))
    return { code: 'INVALID_STATE', message: `${host} has stopped saga ${run.state.id} before (P1).` };
  run.emit({ type: 'HostStopped', host, activities, ...(ended ? { ended } : {}) });
  if (coordination.stopping.length > 0) return undefined;
  if (coordination.before === 'completed') return finishPart(run, { status: 'completed' });
  if (coordination.intent === 'undo') undoNext(run);
  else endSaga(run, 'cancelled');
  return undefined;
}

/** An activity is undone, or a person has gone on without its handler. */
export function activityUndone(
  run: Run,
  { host, activity, skipped }: Omit<HostHasUndone, 'kind'>,
): Refusal | undefined {
  const current = run.state.coordination?.current;
  if (current?.host !== host || current.activity !== activity)
    return { code: 'INVALID_STATE', message: `Activity ${activity} of ${host} is not being undone (P1).` };
  run.emit({ type: 'ActivityUndone', host, activity, ...(skipped ? { skipped } : {}) });
  undoNext(run);
  return undefined;
}

function undoNext(run: Run): void {
  const { coordination, part } = run.state;
  const activity = coordination?.queue.at(-1);
  if (!activity) return finishUndo(run);
  run.emit({ type: 'UndoAsked', activity });
  if (part && activity.host === part.host) undoActivity(run, part, { activity: activity.activity });
}
