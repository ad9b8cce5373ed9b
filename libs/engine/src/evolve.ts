import type { SagaEvent } from './events';
import { elementOf, instanceOf, jobOf } from './lookups';
import {
  closeSubscription,
  endTimer,
  forgetTriggers,
  openSubscription,
  rememberSignal,
  startTimer,
} from './evolve/listening';
import { hostOf } from './evolve/hosts';
import { endIncident, raiseIncident } from './evolve/incidents';
import { createJob, failAttempt, removeJob, requestJob, withdrawJob } from './evolve/jobs';
import { addCompensable, beginUndo, endCompensation, endHandler, startHandler } from './evolve/compensation';
import {
  activateComplexGateway,
  arriveAtJoin,
  clearScope,
  enterElement,
  interruptScope,
  removeElement,
  resetComplexGateway,
  takeFlow,
  takeFromJoin,
} from './evolve/tokens';
import { migrateInstance } from './evolve/migration';
import { evolveCoordination } from './evolve/coordination';
import { evolvePart } from './evolve/part';
import { addById } from './evolve/records';
import { forgetSubscriptions } from './open-subscriptions';
import type { SagaState } from './state';

/** The state of a saga before its first event. */
export const initialState = (id: string, number: number, score: string): SagaState => ({
  id,
  number,
  score,
  status: 'active',
  lastId: 0,
  instances: {},
  elements: {},
  jobs: {},
  timers: {},
  subscriptions: {},
  incidents: {},
  buffered: [],
  compensable: {},
  compensations: {},
  withdrawals: {},
});

/**
 * Applies one event to the state, in place. Replaying all events of a saga onto its initial state gives the live
 * state (P4), so nothing else may change it.
 */
export function evolve(state: SagaState, event: SagaEvent): void {
  switch (event.type) {
    case 'SagaStarted':
      return;
    case 'SagaUndoStarted':
      return beginUndo(state, event);
    case 'SagaEnded':
      state.status = event.status;
      state.buffered = [];
      return;
    case 'InstanceStarted': {
      count(state, event.id);
      addById(state.instances, event.id, {
        id: event.id,
        process: event.process,
        ...(event.score === undefined ? {} : { score: event.score }),
        ...(event.parent === undefined
          ? {}
          : { parent: event.parent, caller: elementOf(state, event.parent).instance }),
        state: 'active',
        tokens: 0,
        variables: { ...event.variables },
        startedAt: event.at,
      });
      if (event.parent !== undefined) elementOf(state, event.parent).called = event.id;
      return;
    }
    case 'InstanceEnded': {
      const instance = instanceOf(state, event.id);
      instance.state = event.state;
      instance.endedAt = event.at;
      if (instance.joins) instance.joins = undefined;
      if (instance.resetting) instance.resetting = undefined;
      return;
    }
    case 'FragmentFailed':
      instanceOf(state, event.id).failed = event.reason;
      return;
    case 'ElementEntered':
      count(state, event.id);
      return enterElement(state, event);
    case 'ElementCompleted':
    case 'ElementTerminated':
      return removeElement(state, event.id);
    case 'FlowTaken':
      return takeFlow(state, event);
    case 'TokenArrivedAtJoin':
      return arriveAtJoin(state, event);
    case 'JoinFired':
      return takeFromJoin(state, event);
    case 'ScopeCleared':
      return clearScope(state, event);
    case 'ScopeInterrupted':
      return interruptScope(state, event);
    case 'ComplexGatewayActivated':
      return activateComplexGateway(state, event);
    case 'ComplexGatewayReset':
      return resetComplexGateway(state, event);
    case 'VariablesSet':
      if (event.element === 0) Object.assign(instanceOf(state, event.instance).variables, event.variables);
      else {
        const element = elementOf(state, event.element);
        element.variables = { ...element.variables, ...event.variables };
      }
      return;
    case 'JobCreated':
      count(state, event.job.id);
      return createJob(state, event);
    case 'JobRequested':
      return requestJob(state, event);
    case 'JobAttemptFailed':
      return failAttempt(state, event);
    case 'JobEnded':
      return removeJob(state, event.job);
    case 'JobWithdrawn':
      return withdrawJob(state, event);
    case 'WithdrawalAcknowledged':
      if (event.lateUndo !== 'failed') delete state.withdrawals[event.job];
      return;
    case 'TimerStarted':
      count(state, event.timer.id);
      return startTimer(state, event);
    case 'TimerEnded':
      return endTimer(state, event);
    case 'SubscriptionOpened':
      count(state, event.subscription.id);
      return openSubscription(state, event);
    case 'SubscriptionClosed':
      return closeSubscription(state, event);
    case 'MessageBuffered':
      count(state, event.message.id);
      state.buffered.push(event.message);
      return;
    case 'MessageTaken':
      state.buffered = state.buffered.filter(({ id }) => id !== event.message);
      return;
    case 'MessageThrown':
      count(state, event.id);
      return;
    case 'MessageRefused':
      return;
    case 'SignalThrown':
      count(state, event.id);
      return;
    case 'SignalTaken':
      return rememberSignal(state, event);
    case 'TriggerHappened':
      (hostOf(state, event.id).happened ??= []).push(event.trigger);
      return;
    case 'TriggersTaken':
      return forgetTriggers(state, event);
    case 'EscalationThrown':
      return;
    case 'LoopStarted':
      elementOf(state, event.id).loop = {
        ...(event.total === undefined ? {} : { total: event.total }),
        ...(event.items === undefined ? {} : { items: event.items }),
        completed: 0,
      };
      return;
    case 'LoopInstanceEnded':
      return endLoopInstance(state, event);
    case 'ListenerStarted':
      hostOf(state, event.id).listener = event.listener;
      return;
    case 'ListenersDone': {
      const host = hostOf(state, event.id);
      const waiting = host.listener?.userTask;
      delete host.listener;
      if (waiting !== undefined && waiting in state.jobs) host.job = waiting;
      return;
    }
    case 'JobLeaseRenewed':
      jobOf(state, event.job).leaseUntil = event.until;
      return;
    case 'JobRetriesSet':
      jobOf(state, event.job).retries = event.retries;
      return;
    case 'UserTaskChanged': {
      const job = jobOf(state, event.job);
      job.task = { ...job.task, ...event.task };
      return;
    }
    case 'InstanceMigrated':
      forgetSubscriptions(state);
      return migrateInstance(state, event);
    case 'IncidentRaised':
      count(state, event.incident.id);
      return raiseIncident(state, event);
    case 'IncidentResolved':
      return endIncident(state, event);
    case 'ActivityCompensable':
      count(state, event.activity.id);
      return addCompensable(state, event);
    case 'CompensationStarted':
      (state.compensations[event.by] ??= { queue: [], running: [] }).queue = [...event.queue];
      return;
    case 'CompensationHandlerStarted':
      return startHandler(state, event);
    case 'CompensationHandlerEnded':
      return endHandler(state, event);
    case 'CompensationEnded':
      return endCompensation(state, event);
    case 'PartBegun':
    case 'MessageSent':
    case 'MessageReceived':
    case 'ProgressTold':
    case 'ProgressLearned':
    case 'UndoRequested':
    case 'PartStopAsked':
    case 'PartStopped':
    case 'PartUndoStarted':
    case 'PartUndoEnded':
      return evolvePart(state, event);
    case 'CoordinationBegun':
    case 'HostStopped':
    case 'UndoAsked':
    case 'ActivityUndone':
    case 'HostTold':
      return evolveCoordination(state, event);
    default:
      return unknownEvent(event);
  }
}

function unknownEvent(event: never): never {
  throw new Error(`Event ${(event as SagaEvent).type} is not known: this journal is of a newer version.`);
}

type EventOf<Type extends SagaEvent['type']> = Extract<SagaEvent, { type: Type }>;

function endLoopInstance(state: SagaState, { id, loopCounter, output }: EventOf<'LoopInstanceEnded'>): void {
  const { loop } = elementOf(state, id);
  if (!loop) return;
  loop.completed += 1;
  if (output !== undefined) (loop.outputs ??= [])[loopCounter - 1] = output;
}

/** Ids are counted up: the next one is always one more than the last that an event carried. */
function count(state: SagaState, id: number): void {
  if (id > state.lastId) state.lastId = id;
}
