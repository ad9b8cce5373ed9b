import type { Refusal } from '../commands';
import { continueCompensation } from '../compensation';
import type { Run } from '../run';
import { cancelInstances, compensableOf, endSaga, finishUndo, stopToUndo } from '../saga';
import { isFinal, type Reason } from '../state';
import type { FinishPart, StopPart, UndoActivity } from './commands';
import { completion } from './completion';
import { beginCoordination, activityUndone, hostStopped } from './coordinate';
import type { Part, RemoteActivity } from './part';

/** This part of the saga has failed: it stops, and the coordinator undoes the whole. */
export function failPart(run: Run, reason: Reason): void {
  if (isCoordinator(run)) return beginCoordination(run, 'undo', reason);
  stopToUndo(run, reason);
  run.emit({ type: 'UndoRequested', reason });
}

/** The coordinator wants this part to stop. */
export function stopPart(
  run: Run,
  part: Part,
  { intent, reason }: Omit<StopPart, 'kind' | 'join'>,
): Refusal | undefined {
  const { status } = run.state;
  if (part.stop)
    return { code: 'INVALID_STATE', message: `Saga ${run.state.id} was asked to stop before (P1).` };
  if (isFinal(status)) {
    run.emit({ type: 'PartStopped', activities: [], ended: status });
    return undefined;
  }
  run.emit({ type: 'PartStopAsked' });
  if (intent === 'cancel') {
    cancelInstances(run);
    reportStopped(run, part, []);
    if (!isCoordinator(run)) endSaga(run, 'cancelled', true);
    return undefined;
  }
  if (status === 'active') stopToUndo(run, reason ?? { code: 'COMPENSATION_REQUESTED' });
  continueCompensation(run, 0);
  return undefined;
}

/** No handler runs here any more: the coordinator learns what there is to undo, or that what it asked for is undone. */
export function partIsQuiet(run: Run): void {
  const { part } = run.state;
  if (part?.undoing !== undefined) return reportUndone(run, part, part.undoing);
  if (part?.stop === 'asked')
    reportStopped(
      run,
      part,
      compensableOf(run).map((activity): RemoteActivity => ({
        host: part.host,
        activity: activity.id,
        elementId: activity.element,
        participant: run.processOf(activity.instance).participant ?? '',
        time: activity.time ?? part.time,
      })),
    );
}

/** The coordinator wants one completed activity undone. */
export function undoActivity(
  run: Run,
  part: Part,
  { activity }: Omit<UndoActivity, 'kind'>,
): Refusal | undefined {
  if (part.stop !== 'stopped' || part.undoing !== undefined || run.state.status !== 'compensating')
    return {
      code: 'INVALID_STATE',
      message: `Activity ${activity} of saga ${run.state.id} cannot be undone now: something else is under way (P1).`,
    };
  run.emit({ type: 'PartUndoStarted', activity });
  run.emit({ type: 'CompensationStarted', by: 0, queue: [activity] });
  run.send({ compensation: 0 });
  return undefined;
}

/** The saga has ended elsewhere. */
export function finishPart(run: Run, { status }: Omit<FinishPart, 'kind'>): Refusal | undefined {
  const { status: present } = run.state;
  if (isFinal(present))
    return { code: 'INVALID_STATE', message: `Saga ${run.state.id} is ${present} already (P1).` };
  if (status === 'compensated') finishUndo(run, true);
  else if (status === 'cancelled') {
    cancelInstances(run);
    endSaga(run, 'cancelled', true);
  } else {
    // It was complete before anybody could stop it.
    for (const event of completion(run.state, run.at)) run.emit(event);
  }
  return undefined;
}

export const isCoordinator = ({ placement }: Run): boolean => placement?.coordinator === placement?.host;

function reportStopped(run: Run, part: Part, activities: readonly RemoteActivity[]): void {
  run.emit({ type: 'PartStopped', activities });
  if (isCoordinator(run)) hostStopped(run, { host: part.host, activities });
}

function reportUndone(run: Run, part: Part, activity: number): void {
  const skipped = run.state.handlerSkipped ? { skipped: true as const } : {};
  run.emit({ type: 'PartUndoEnded', activity, ...skipped });
  if (isCoordinator(run)) activityUndone(run, { host: part.host, activity, ...skipped });
}
