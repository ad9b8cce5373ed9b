import type { Refusal } from '../commands';
import type { Run } from '../run';
import type { DistributionCommand } from './commands';
import { activityUndone, coordinate, hostStopped } from './coordinate';
import { receiveMessage } from './receive';
import { finishPart, stopPart, undoActivity } from './stop';

/** Decides what another host of the saga has said. */
export function decideDistribution(run: Run, command: DistributionCommand): Refusal | undefined {
  const { part } = run.state;
  if (!part) return { code: 'INVALID_STATE', message: `Saga ${run.state.id} runs on this host alone.` };
  switch (command.kind) {
    case 'receiveMessage':
      return receiveMessage(run, part, command);
    case 'learnProgress':
      run.emit({ type: 'ProgressLearned', progress: command.progress });
      return undefined;
    case 'stopPart':
      return stopPart(run, part, command);
    case 'undoActivity':
      return undoActivity(run, part, command);
    case 'finishPart':
      return finishPart(run, command);
    case 'coordinate':
      return coordinate(run, command);
    case 'hostStopped':
      return hostStopped(run, command);
    case 'activityUndone':
      return activityUndone(run, command);
  }
}
