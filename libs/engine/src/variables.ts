import type { FlowNode, Json, Mapping } from '@partitura/bpmn';
import { type Changes, changesOf, variablesChanged } from './conditions';
import type { Run } from './run';
import type { ElementInstance, Variables } from './state';

/** What can be seen at an element: its own variables over those of the scopes around it. Read only. */
export function visibleVariables(run: Run, element: ElementInstance | undefined): Readonly<Variables> {
  if (!element) return {};
  const outer = outerVariables(run, element);
  return element.variables ? { ...outer, ...element.variables } : outer;
}

/** What can be seen in the scope around an element. */
export function outerVariables(run: Run, element: ElementInstance): Readonly<Variables> {
  if (element.scope === 0) return run.instance(element.instance).variables;
  return visibleVariables(run, run.element(element.scope));
}

/** Sets local variables of an element instance. */
export function setVariables(run: Run, element: ElementInstance, variables: Variables): void {
  setIn(run, element.instance, element.id, variables);
}

/**
 * Each variable goes to the nearest scope, from `element` (or the process instance) outwards, that has one of its name,
 * else to the process instance.
 */
export function propagate(
  run: Run,
  instance: number,
  element: ElementInstance | undefined,
  variables: Variables,
): void {
  const scopes = scopesWithVariables(run, element);
  if (scopes.length === 0) return setIn(run, instance, 0, variables);
  const byScope = new Map<number, Variables>();
  for (const name in variables) {
    const target = scopes.find((scope) => scope.variables && name in scope.variables)?.id ?? 0;
    let values = byScope.get(target);
    if (!values) byScope.set(target, (values = {}));
    values[name] = variables[name] as Json;
  }
  const changes = [...byScope].flatMap(([target, values]) => put(run, instance, target, values) ?? []);
  if (changes.length > 0) variablesChanged(run, changes);
}

/** An element and the scopes around it that have variables of their own, innermost first. */
function scopesWithVariables(run: Run, element: ElementInstance | undefined): ElementInstance[] {
  const scopes: ElementInstance[] = [];
  for (let scope = element; scope; scope = scope.scope === 0 ? undefined : run.element(scope.scope))
    if (scope.variables) scopes.push(scope);
  return scopes;
}

/** Sets variables of a process instance (`element` 0) or element instance; conditions that see them look again. */
export function setIn(run: Run, instance: number, element: number, variables: Variables): void {
  const changes = put(run, instance, element, variables);
  if (changes) variablesChanged(run, [changes]);
}

/** Returns what has changed where conditions wait. */
function put(run: Run, instance: number, element: number, variables: Variables): Changes | undefined {
  if (isEmpty(variables)) return undefined;
  const before = element === 0 ? run.instance(instance).variables : run.element(element).variables;
  const changed = run.state.conditions ? changesOf(before ?? {}, variables) : [];
  run.emit({ type: 'VariablesSet', instance, element, variables });
  return changed.length > 0 ? { instance, element, variables: changed } : undefined;
}

function isEmpty(variables: Variables): boolean {
  for (const _ in variables) return false;
  return true;
}

/** Input mappings, in order; each sees what the ones before it made. */
export function applyInputs(run: Run, element: ElementInstance, node: FlowNode): void {
  if (node.inputs.length > 0)
    setVariables(run, element, applyMappings(node.inputs, visibleVariables(run, element), run.at));
}

/**
 * Passes what the work has brought outwards: through the output mappings when there are any, else as they are.
 * What is `local` stays with the element unless a mapping passes them on.
 */
export function applyOutputs(
  run: Run,
  element: ElementInstance,
  node: FlowNode,
  brought?: Variables,
  local = false,
): void {
  if (node.outputs.length === 0 && !local) {
    if (brought) propagate(run, element.instance, element, brought);
    return;
  }
  if (brought) setVariables(run, element, brought);
  if (node.outputs.length === 0) return;
  // Instances of one activity that run at the same time must not write over each other's results.
  const around = element.scope === 0 ? undefined : run.element(element.scope);
  const scope = element.loopCounter === undefined ? around : element;
  const results = applyMappings(node.outputs, visibleVariables(run, element), run.at, true);
  propagate(run, element.instance, scope, results);
}

/**
 * What the mappings make of the visible variables: the targets' values. A target inside a context makes a new one, or
 * (`keeps`, as output mappings do) one that keeps the rest of what the variable is now; as in Camunda 8.
 */
export function applyMappings(
  mappings: readonly Mapping[],
  visible: Readonly<Variables>,
  at: number,
  keeps = false,
): Variables {
  const results: Variables = {};
  const context = { ...visible };
  for (const { source, target } of mappings) {
    const [name, ...path] = target.split('.') as [string, ...string[]];
    const value = source.evaluate(context, at);
    const seen = withPath(context[name], path, value);
    results[name] = keeps ? seen : withPath(results[name], path, value);
    context[name] = seen;
  }
  return results;
}

/** A copy of `base` in which the value stands at the path; contexts on the way are kept. */
function withPath(base: Json | undefined, [name, ...path]: readonly string[], value: Json): Json {
  if (name === undefined) return value;
  const context = base !== null && typeof base === 'object' && !Array.isArray(base) ? base : {};
  return { ...context, [name]: withPath(context[name], path, value) };
}
