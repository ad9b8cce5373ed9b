import type { SagaEvent } from './events';
import { timerEnded, timerStarted } from './due-timers';
import { elementOf, instanceOf, jobOf, subscriptionOf } from './lookups';
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
import { addById } from './evolve/records';
import { forgetSubscriptions, subscriptionClosed, subscriptionOpened } from './open-subscriptions';
import type { Incident, SagaState, ScopeState } from './state';

/** How many signals a subscription that stays open remembers, to know one that comes again (P1). */
const SIGNALS_REMEMBERED = 1000;

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
      addById(state.jobs, event.job.id, { ...event.job });
      if (event.job.canceling) countCanceling(state, event.job.element, 1);
      else hostOf(state, event.job.element).job = event.job.id;
      return;
    case 'JobRequested': {
      const job = jobOf(state, event.job);
      job.attempt = event.attempt;
      job.retries = event.retries;
      job.state = 'waiting';
      if (event.trace !== undefined) job.trace = event.trace;
      return;
    }
    case 'JobAttemptFailed': {
      const job = jobOf(state, event.job);
      job.retries = event.retries;
      job.state = event.state;
      return;
    }
    case 'JobEnded':
      return removeJob(state, event.job);
    case 'JobWithdrawn': {
      const { type: _, kind, ...withdrawal } = event;
      if (event.job in state.jobs) removeJob(state, event.job);
      if (kind === 'service' && event.participant !== undefined)
        addById(state.withdrawals, event.job, withdrawal);
      return;
    }
    case 'WithdrawalAcknowledged':
      if (event.lateUndo !== 'failed') delete state.withdrawals[event.job];
      return;
    case 'TimerStarted':
      count(state, event.timer.id);
      addById(state.timers, event.timer.id, { ...event.timer });
      timerStarted(state, event.timer);
      (hostOf(state, event.timer.element).timers ??= []).push(event.timer.id);
      return;
    case 'TimerEnded': {
      const timer = state.timers[event.timer];
      if (timer) forget(state.elements[timer.element] ?? state.instances[timer.element], 'timers', timer.id);
      delete state.timers[event.timer];
      timerEnded(state);
      return;
    }
    case 'SubscriptionOpened':
      count(state, event.subscription.id);
      addById(state.subscriptions, event.subscription.id, { ...event.subscription });
      subscriptionOpened(state, event.subscription);
      if (event.subscription.kind === 'condition') state.conditions = (state.conditions ?? 0) + 1;
      (hostOf(state, event.subscription.element).subscriptions ??= []).push(event.subscription.id);
      return;
    case 'SubscriptionClosed':
      forget(
        state.elements[event.subscription.element] ?? state.instances[event.subscription.element],
        'subscriptions',
        event.subscription.id,
      );
      delete state.subscriptions[event.subscription.id];
      subscriptionClosed(state, event.subscription);
      if (event.subscription.kind === 'condition') state.conditions = (state.conditions ?? 0) - 1;
      return;
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
    case 'SignalThrown':
      count(state, event.id);
      return;
    case 'SignalTaken': {
      const taken = (subscriptionOf(state, event.subscription).taken ??= []);
      taken.push(event.signal);
      if (taken.length > SIGNALS_REMEMBERED) taken.shift();
      return;
    }
    case 'TriggerHappened':
      (hostOf(state, event.id).happened ??= []).push(event.trigger);
      return;
    case 'TriggersTaken': {
      const host = hostOf(state, event.id);
      const left = host.happened?.filter((trigger) => !event.triggers.includes(trigger)) ?? [];
      if (left.length > 0) host.happened = left;
      else delete host.happened;
      return;
    }
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
    case 'IncidentRaised': {
      const { incident } = event;
      count(state, incident.id);
      addById(state.incidents, incident.id, incident);
      const holder = incidentHolder(state, incident);
      if (holder) (holder.incidents ??= []).push(incident.id);
      return;
    }
    case 'IncidentResolved': {
      const incident = state.incidents[event.incident];
      if (incident) forget(incidentHolder(state, incident), 'incidents', incident.id);
      delete state.incidents[event.incident];
      if (event.how === 'skipped') state.handlerSkipped = true;
      return;
    }
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

function countCanceling(state: SagaState, id: number, change: number): void {
  const instance = instanceOf(state, id);
  instance.canceling = (instance.canceling ?? 0) + change;
}

function removeJob(state: SagaState, id: number): void {
  const { element, canceling } = jobOf(state, id);
  if (canceling) countCanceling(state, element, -1);
  const host = state.elements[element] ?? state.instances[element];
  // Not deleted: an object that loses a property becomes slow for the rest of its life.
  if (host?.job === id) host.job = undefined;
  delete state.jobs[id];
}

/** The element instance or process instance that waits for an incident; a late undo waits alone. */
function incidentHolder(state: SagaState, { element, instance, retry }: Incident): ScopeState | undefined {
  if (element !== undefined) return state.elements[element];
  return retry === 'withdrawal' ? undefined : state.instances[instance];
}

/** An element instance or process instance; their ids are from one counter. */
const hostOf = (state: SagaState, id: number): ScopeState => state.elements[id] ?? instanceOf(state, id);

function forget<List extends 'timers' | 'subscriptions' | 'incidents'>(
  holder: Partial<Record<List, number[]>> | undefined,
  list: List,
  id: number,
): void {
  const left = holder?.[list]?.filter((other) => other !== id);
  if (!holder || !left) return;
  holder[list] = left.length > 0 ? left : undefined;
}
