import type { ConditionDefinition, FlowNode } from '@partitura/bpmn';
import { type Host, hostOf, isHere, outwards, targetOf, variablesAt } from './hosts';
import { closeSubscription } from './listening';
import { occur } from './occurrences';
import type { ChangedVariable, Run } from './run';
import type { Variables } from './state';

/** Watches a condition on behalf of a host (BPMN 2.0.2, 10.5.5); one that is true already triggers at once. */
export function openCondition(run: Run, host: Host, node: FlowNode): void {
  const definition = definitionOf(node);
  const id = run.nextId();
  run.emit({
    type: 'SubscriptionOpened',
    subscription: { id, element: host.id, target: node.id, kind: 'condition', name: '' },
  });
  look(run, host, node, id, definition);
}

/**
 * Evaluates the conditions that can see what has changed since the last time; one that is true triggers, one that does not
 * interrupt with every change. Returns whether one has.
 */
export function evaluateConditions(run: Run): boolean {
  const changes = run.changed.splice(0);
  if (changes.length === 0 || !run.state.conditions) return false;
  let triggered = false;
  for (const id of [...run.state.conditions]) {
    const subscription = run.state.subscriptions[id];
    if (!subscription) continue;
    const host = hostOf(run, subscription.element);
    const scopes = new Set([...outwards(run, host)].map((around) => around.id));
    const seen = changes.filter(({ scope }) => scopes.has(scope)).flatMap((change) => change.variables);
    const node = targetOf(run, host, subscription.target);
    const definition = definitionOf(node);
    if (!seen.some((variable) => isWatched(definition, variable))) continue;
    triggered = look(run, host, node, id, definition) || triggered;
  }
  return triggered;
}

function look(run: Run, host: Host, node: FlowNode, id: number, definition: ConditionDefinition): boolean {
  const value = isTrue(definition, variablesAt(run, host), run.at);
  if (value !== (run.state.subscriptions[id]?.value ?? false))
    run.emit({ type: 'ConditionEvaluated', subscription: id, value });
  if (!value || !isHere(run, host)) return false;
  run.goesOn(id);
  const staysOpen = (node.attachedTo !== undefined || isStart(node)) && !node.interrupting;
  if (!staysOpen) closeSubscription(run, id);
  occur(run, host, node);
  return true;
}

const isStart = ({ kind }: FlowNode): boolean => kind.endsWith('StartEvent');

/** A condition about variables that are not there yet is not true yet. */
function isTrue({ expression }: ConditionDefinition, variables: Readonly<Variables>, at: number): boolean {
  return expression.evaluate(variables, at) === true;
}

function definitionOf({ id, condition }: FlowNode): ConditionDefinition {
  if (!condition) throw new Error(`${id} has no condition: the score was not compiled by this version.`);
  return condition;
}

/** Whether a change is one that the condition's filters let pass; without filters every change is. */
const isWatched = (
  { variableNames, variableEvents }: ConditionDefinition,
  { name, created }: ChangedVariable,
): boolean =>
  (variableNames?.includes(name) ?? true) &&
  (variableEvents?.includes(created ? 'create' : 'update') ?? true);

/** Which variables will have other values: to be asked before they are set, and only where conditions wait at all. */
export function changesOf(before: Readonly<Variables>, variables: Readonly<Variables>): ChangedVariable[] {
  return Object.keys(variables)
    .filter((name) => !Object.hasOwn(before, name) || !sameJson(before[name], variables[name]))
    .map((name) => ({ name, created: !Object.hasOwn(before, name) }));
}

const sameJson = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);
