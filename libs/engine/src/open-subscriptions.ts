import type { SagaState, Subscription } from './state';

/** Open subscriptions that others of the same saga look for, by what they look for, oldest first. */
type Index = Map<string, Set<number>>;

/** Derived from the state when it is first needed, so that a throw costs the same however much waits elsewhere. */
const indexes = new WeakMap<SagaState, Index>();

/** What waits at a node for a message of its own saga. */
export const waitingForMessage = (state: SagaState, target: string): Subscription[] =>
  found(state, `message ${target}`);

export const waitingForSignal = (state: SagaState, name: string): Subscription[] =>
  found(state, `signal ${name}`);

export function subscriptionOpened(state: SagaState, subscription: Subscription): void {
  const index = indexes.get(state);
  if (index) add(index, subscription);
}

export function subscriptionClosed(state: SagaState, subscription: Subscription): void {
  const index = indexes.get(state);
  const key = keyOf(subscription);
  if (!index || key === undefined) return;
  const open = index.get(key);
  open?.delete(subscription.id);
  if (open?.size === 0) index.delete(key);
}

/** The targets have other names now. */
export const forgetSubscriptions = (state: SagaState): boolean => indexes.delete(state);

/** Below this local id a saga is so small that looking at each subscription costs less than an index. */
const SMALL = 256;

function found(state: SagaState, key: string): Subscription[] {
  const index = indexes.get(state) ?? (state.lastId < SMALL ? undefined : derive(state));
  if (!index) return Object.values(state.subscriptions).filter((open) => keyOf(open) === key);
  return [...(index.get(key) ?? [])].flatMap((id) => state.subscriptions[id] ?? []);
}

function derive(state: SagaState): Index {
  const index: Index = new Map();
  for (const subscription of Object.values(state.subscriptions)) add(index, subscription);
  indexes.set(state, index);
  return index;
}

function add(index: Index, subscription: Subscription): void {
  const key = keyOf(subscription);
  if (key === undefined) return;
  const open = index.get(key);
  if (open) open.add(subscription.id);
  else index.set(key, new Set([subscription.id]));
}

/** Messages from outside find their subscriptions by themselves, conditions look at variables. */
function keyOf({ kind, name, target, key }: Subscription): string | undefined {
  if (kind === 'signal') return `signal ${name}`;
  return kind === 'message' && key === undefined ? `message ${target}` : undefined;
}
