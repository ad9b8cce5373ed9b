import type { ConditionDefinition, FlowNode } from '@partitura/bpmn';
import { type Host, hostOf, instanceIdOf, isElement, isHere, targetOf, variablesAt } from './hosts';
import { isExpected } from './incidents';
import { closeSubscription, staysOpen } from './listening';
import { occur } from './occurrences';
import type { Run } from './run';
import type { Subscription, Variables } from './state';
import { namesOf, watchedBy, watch } from './watched-variables';

/** Variables that have other values now, in one scope: a process instance's (`element` 0) or an element instance's. */
export interface Changes {
  readonly instance: number;
  readonly element: number;
  readonly variables: readonly ChangedVariable[];
}

export interface ChangedVariable {
  readonly name: string;
  readonly created: boolean;
}

/** Watches a condition on behalf of a host (BPMN 2.0.2, 10.5.5); one that is true already triggers at once. */
export function openCondition(run: Run, host: Host, node: FlowNode): void {
  const subscription = watchCondition(run, host, node);
  if (isTrue(definitionOf(node), variablesAt(run, host), run.at)) triggerCondition(run, subscription);
}

/** Watches a condition that has happened before: only a change can make it happen again. */
export function watchCondition(run: Run, host: Host, node: FlowNode): number {
  const id = run.nextId();
  run.emit({
    type: 'SubscriptionOpened',
    subscription: { id, element: host.id, target: node.id, kind: 'condition', name: '' },
  });
  watch(run, id, node);
  return id;
}

/**
 * Evaluates the conditions that depend on what has changed, those of outer scopes first, as it is now; each one that is true
 * triggers once, before tokens that set out later arrive (as in Camunda 8).
 */
export function variablesChanged(run: Run, changes: readonly Changes[]): void {
  const seen = new Map<number, ChangedVariable[]>();
  for (const change of changes)
    for (const id of conditionsBelow(run, change))
      seen.set(id, [...(seen.get(id) ?? []), ...change.variables]);
  const conditions = [...seen.keys()].map((id) => run.state.subscriptions[id] as Subscription);
  const depth = new Map(conditions.map(({ id, element }) => [id, depthOf(run, hostOf(run, element))]));
  const outerFirst = (one: Subscription, other: Subscription): number =>
    (depth.get(one.id) ?? 0) - (depth.get(other.id) ?? 0) || one.id - other.id;
  for (const { id, element, target } of conditions.sort(outerFirst)) {
    const host = hostOf(run, element);
    const definition = definitionOf(targetOf(run, host, target));
    const concerns = seen.get(id)?.some((variable) => isWatched(definition, variable));
    if (concerns && isTrue(definition, variablesAt(run, host), run.at)) run.send({ condition: id });
  }
}

/** Open conditions of a scope and of the scopes inside it. */
function* conditionsBelow(run: Run, { instance, element, variables }: Changes): Generator<number> {
  if (element === 0) {
    for (const id of watchedBy(run, variables)) {
      const subscription = run.state.subscriptions[id];
      if (subscription && instanceIdOf(hostOf(run, subscription.element)) === instance) yield id;
    }
    return;
  }
  for (const id of run.state.elements[element]?.subscriptions ?? [])
    if (run.state.subscriptions[id]?.kind === 'condition') yield id;
  for (const child of run.childrenOf(instance, element))
    yield* conditionsBelow(run, { instance, element: child, variables });
}

function depthOf(run: Run, host: Host): number {
  let depth = 0;
  for (
    let inner = host;
    isElement(inner);
    inner = hostOf(run, inner.scope === 0 ? inner.instance : inner.scope)
  )
    depth += 1;
  return depth;
}

/** A condition has become true: the event happens, if nothing has ended it in the meantime. */
export function triggerCondition(run: Run, id: number): void {
  const subscription = run.state.subscriptions[id];
  if (!subscription) return;
  const host = hostOf(run, subscription.element);
  if (!isHere(run, host)) return;
  const node = targetOf(run, host, subscription.target);
  run.goesOn(id);
  if (!staysOpen(run, host, node)) closeSubscription(run, id);
  occur(run, host, node);
}

/** A condition about variables that are not there yet, or cannot be compared, is not true yet. */
function isTrue({ expression }: ConditionDefinition, variables: Readonly<Variables>, at: number): boolean {
  try {
    return expression.evaluate(variables, at) === true;
  } catch (error) {
    if (!isExpected(error)) throw error;
    return false;
  }
}

export function definitionOf({ id, condition }: FlowNode): ConditionDefinition {
  if (!condition) throw new Error(`${id} has no condition: the score was not compiled by this version.`);
  return condition;
}

/** Whether a change is one that the condition depends on and its filter lets pass. */
const isWatched = (definition: ConditionDefinition, { name, created }: ChangedVariable): boolean =>
  namesOf(definition).includes(name) &&
  (definition.variableEvents?.includes(created ? 'create' : 'update') ?? true);

/** Which variables will have other values: to be asked before they are set, and only where conditions wait at all. */
export function changesOf(before: Readonly<Variables>, variables: Readonly<Variables>): ChangedVariable[] {
  return Object.keys(variables)
    .filter((name) => !Object.hasOwn(before, name) || !sameJson(before[name], variables[name]))
    .map((name) => ({ name, created: !Object.hasOwn(before, name) }));
}

const sameJson = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);
