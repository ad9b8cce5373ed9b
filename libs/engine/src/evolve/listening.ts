import { timerEnded, timerStarted } from '../due-timers';
import type { SagaEvent } from '../events';
import { subscriptionOf } from '../lookups';
import { subscriptionClosed, subscriptionOpened } from '../open-subscriptions';
import type { SagaState } from '../state';
import { forget, hostIfHere, hostOf } from './hosts';
import { addById } from './records';

type EventOf<Type extends SagaEvent['type']> = Extract<SagaEvent, { type: Type }>;

/** How many signals a subscription that stays open remembers, to know one that comes again (P1). */
const SIGNALS_REMEMBERED = 1000;

export function startTimer(state: SagaState, { timer }: EventOf<'TimerStarted'>): void {
  addById(state.timers, timer.id, { ...timer });
  timerStarted(state, timer);
  (hostOf(state, timer.element).timers ??= []).push(timer.id);
}

export function endTimer(state: SagaState, event: EventOf<'TimerEnded'>): void {
  const timer = state.timers[event.timer];
  if (timer) forget(hostIfHere(state, timer.element), 'timers', timer.id);
  delete state.timers[event.timer];
  timerEnded(state);
}

export function openSubscription(state: SagaState, { subscription }: EventOf<'SubscriptionOpened'>): void {
  addById(state.subscriptions, subscription.id, { ...subscription });
  subscriptionOpened(state, subscription);
  if (subscription.kind === 'condition') state.conditions = (state.conditions ?? 0) + 1;
  (hostOf(state, subscription.element).subscriptions ??= []).push(subscription.id);
}

export function closeSubscription(state: SagaState, { subscription }: EventOf<'SubscriptionClosed'>): void {
  forget(hostIfHere(state, subscription.element), 'subscriptions', subscription.id);
  delete state.subscriptions[subscription.id];
  subscriptionClosed(state, subscription);
  if (subscription.kind === 'condition') state.conditions = (state.conditions ?? 0) - 1;
}

export function rememberSignal(state: SagaState, event: EventOf<'SignalTaken'>): void {
  const taken = (subscriptionOf(state, event.subscription).taken ??= []);
  taken.push(event.signal);
  if (taken.length > SIGNALS_REMEMBERED) taken.shift();
}

export function forgetTriggers(state: SagaState, event: EventOf<'TriggersTaken'>): void {
  const host = hostOf(state, event.id);
  const left = host.happened?.filter((trigger) => !event.triggers.includes(trigger)) ?? [];
  host.happened = left.length > 0 ? left : undefined;
}
