import type { Command, Refusal } from './commands';
import type { Joining } from './distribution/commands';
import { coordinate } from './distribution/coordinate';
import { decideDistribution } from './distribution/decide';
import { tellProgress } from './distribution/progress';
import type { SagaEvent } from './events';
import { initialState } from './evolve';
import { fireTimers } from './fire-timers';
import { resolveIncident, skipIncident } from './incident-commands';
import type { Library } from './library';
import { askForLostJobs, renewLease } from './leases';
import { deliver } from './messages';
import { migrateInstance } from './operations/migrate';
import { modifyInstance } from './operations/modify';
import { setVariablesByHand } from './operations/set-variables';
import { answerJob } from './operations/answers';
import { changeUserTask, setJobRetries } from './operations/user-tasks';
import { Run } from './run';
import { cancelSaga, startInstance, undoSaga } from './saga';
import { nodeOf, processOf } from './score-index';
import { deliverSignal } from './signals';
import type { SagaState } from './state';
import { settle } from './tokens';
import { acknowledgeWithdrawal } from './withdrawal';

export interface Decision {
  readonly state: SagaState;
  readonly events: readonly SagaEvent[];
  /** Why nothing was changed. */
  readonly refusal?: Refusal;
}

/**
 * Decides a command and applies the events it causes to `state`, in place: who keeps the state after a failed commit, or
 * after an exception, must load it again. Throws only when it cannot decide (a fault, or a score of another version).
 */
export function execute(library: Library, state: SagaState | undefined, command: Command): Decision {
  if (command.kind === 'startSaga') return startSaga(library, state, command);
  const run = runOf(library, state, command);
  const refusal = decide(run, command);
  if (refusal) return { state: run.state, events: run.events, refusal };
  settle(run);
  tellProgress(run);
  return { state: run.state, events: run.events };
}

/** A message from another host, or a request to undo the saga on all hosts, may be the first that is heard of it here. */
function runOf(library: Library, state: SagaState | undefined, command: Command): Run {
  if (state) return new Run(library, state, command.at, command.trace);
  if (!('join' in command)) throw new Error(`Command ${command.kind} needs the state of its saga.`);
  return begin(library, command.join, command);
}

/** A saga without instances yet. */
function begin(
  library: Library,
  { sagaId, number, score, root }: Optional<Joining, 'root'>,
  command: Command,
): Run {
  const run = new Run(library, initialState(sagaId, number, score), command.at, command.trace);
  run.emit({ type: 'SagaStarted', sagaId, number, score });
  const { placement } = run;
  if (placement) run.emit({ type: 'PartBegun', host: placement.host, root: root ?? placement.host });
  return run;
}

type Optional<T, Key extends keyof T> = Omit<T, Key> & Partial<Pick<T, Key>>;

type CommandTo<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

function startSaga(
  library: Library,
  existing: SagaState | undefined,
  command: CommandTo<'startSaga'>,
): Decision {
  if (existing)
    return {
      state: existing,
      events: [],
      refusal: refused(`Saga ${command.sagaId} has begun already (P1).`),
    };
  const process = processOf(library.score(command.score), command.process);
  const start = command.startEvent === undefined ? noneStart(process) : nodeOf(process, command.startEvent);
  const run = begin(library, command, command);
  startInstance(run, process, start, command.variables);
  settle(run);
  if (command.undoAtOnce && run.state.status === 'active') undoSaga(run, command.undoAtOnce);
  settle(run);
  tellProgress(run);
  return { state: run.state, events: run.events };
}

function noneStart(process: ReturnType<typeof processOf>) {
  const start = process.startEvents.find(({ kind }) => kind === 'noneStartEvent');
  if (!start)
    throw new Error(`Process ${process.id} has no none start event: publish the message that starts it.`);
  return start;
}

function decide(run: Run, command: Exclude<Command, { kind: 'startSaga' }>): Refusal | undefined {
  switch (command.kind) {
    case 'startInstance': {
      if (run.state.status !== 'active') return ended(run);
      const process = processOf(run.score, command.process);
      const start =
        command.startEvent === undefined ? noneStart(process) : nodeOf(process, command.startEvent);
      startInstance(run, process, start, command.variables);
      return undefined;
    }
    case 'completeJob':
    case 'failJob':
    case 'throwJobError':
    case 'completeUserTask':
      return answerJob(run, command);
    case 'fireTimers':
      fireTimers(run);
      askForLostJobs(run);
      return undefined;
    case 'renewLease':
      return renewLease(run, command);
    case 'deliverMessage': {
      const subscription = run.state.subscriptions[command.subscription];
      if (!subscription) return missing(`Subscription ${command.subscription} is not open any more.`);
      deliver(run, subscription, command.variables);
      return undefined;
    }
    case 'compensateSaga':
      if (run.state.part) return coordinate(run, { intent: 'undo', reason: command.reason });
      if (run.state.status !== 'active') return ended(run);
      undoSaga(run, command.reason);
      return undefined;
    case 'receiveMessage':
    case 'learnProgress':
    case 'stopPart':
    case 'undoActivity':
    case 'finishPart':
    case 'coordinate':
    case 'hostStopped':
    case 'activityUndone':
      return decideDistribution(run, command);
    case 'cancelSaga':
      if (run.state.part) return coordinate(run, { intent: 'cancel' });
      if (run.state.status !== 'active' && (run.score.composition || run.state.status !== 'compensating'))
        return ended(run);
      cancelSaga(run);
      return undefined;
    case 'resolveIncident':
      return resolveIncident(run, command.incident);
    case 'skipIncident':
      return skipIncident(run, command);
    case 'acknowledgeWithdrawal':
      return acknowledgeWithdrawal(run, command);
    case 'deliverSignal': {
      const subscription = run.state.subscriptions[command.subscription];
      if (!subscription) return missing(`Subscription ${command.subscription} is not open any more.`);
      const taken = deliverSignal(run, subscription, command.signal, command.variables);
      return taken ? undefined : refused(`Signal ${command.signal} was taken already (P1).`);
    }
    case 'setVariables':
      return setVariablesByHand(run, command);
    case 'modifyInstance':
      return modifyInstance(run, command);
    case 'migrateInstance':
      return migrateInstance(run, command);
    case 'setJobRetries':
      return setJobRetries(run, command);
    case 'changeUserTask':
      return changeUserTask(run, command);
  }
}

const ended = ({ state }: Run) => refused(`Saga ${state.id} is ${state.status}.`);

const refused = (message: string): Refusal => ({ code: 'INVALID_STATE', message });

const missing = (message: string): Refusal => ({ code: 'NOT_FOUND', message });
