import type { FlowNode, Json, Mapping } from '@partitura/bpmn';
import { variablesChanged } from './conditions';
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
  if (Object.keys(variables).length === 0) return;
  run.emit({ type: 'VariablesSet', instance: element.instance, element: element.id, variables });
  variablesChanged(run, element.instance, element.id, variables);
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
  const byScope = new Map<number, Variables>();
  for (const [name, value] of Object.entries(variables)) {
    let scope = element;
    while (scope && !(scope.variables && name in scope.variables))
      scope = scope.scope === 0 ? undefined : run.element(scope.scope);
    const target = scope?.id ?? 0;
    byScope.set(target, { ...byScope.get(target), [name]: value });
  }
  for (const [target, values] of byScope) {
    run.emit({ type: 'VariablesSet', instance, element: target, variables: values });
    variablesChanged(run, instance, target, values);
  }
}

/** Input mappings, in order; each sees what the ones before it made. */
export function applyInputs(run: Run, element: ElementInstance, node: FlowNode): void {
  if (node.inputs.length > 0)
    setVariables(run, element, applyMappings(node.inputs, visibleVariables(run, element), run.at));
}

/**
 * Passes results outwards: through the output mappings when there are any, else as they are.
 * `local` results stay with the element unless a mapping passes them on.
 */
export function applyOutputs(
  run: Run,
  element: ElementInstance,
  node: FlowNode,
  results?: Variables,
  local = false,
): void {
  if (node.outputs.length === 0 && !local) {
    if (results) propagate(run, element.instance, element, results);
    return;
  }
  if (results) setVariables(run, element, results);
  if (node.outputs.length === 0) return;
  // Instances of one activity that run at the same time must not write over each other's results.
  const around = element.scope === 0 ? undefined : run.element(element.scope);
  const scope = element.loopCounter === undefined ? around : element;
  propagate(
    run,
    element.instance,
    scope,
    applyMappings(node.outputs, visibleVariables(run, element), run.at),
  );
}

/** What the mappings make of the visible variables: the targets' values. */
export function applyMappings(
  mappings: readonly Mapping[],
  visible: Readonly<Variables>,
  at: number,
): Variables {
  const results: Variables = {};
  const context = { ...visible };
  for (const { source, target } of mappings) {
    const [name, ...path] = target.split('.') as [string, ...string[]];
    const value = source.evaluate(context, at);
    results[name] = path.length === 0 ? value : withPath(context[name], path, value);
    context[name] = results[name];
  }
  return results;
}

/** A copy of `base` in which the value stands at the path; contexts on the way are kept. */
function withPath(base: Json | undefined, [name, ...path]: readonly string[], value: Json): Json {
  if (name === undefined) return value;
  const context = base !== null && typeof base === 'object' && !Array.isArray(base) ? base : {};
  return { ...context, [name]: withPath(context[name], path, value) };
}
