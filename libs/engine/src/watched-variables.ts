import type { ConditionDefinition, FlowNode } from '@partitura/bpmn';
import { hostOf, targetOf } from './hosts';
import type { Run } from './run';
import type { SagaState } from './state';

/**
 * Open conditions by the names of the variables that they depend on, so that a change costs the same however many others
 * wait. It is derived from the state when it is first needed; closed ones are forgotten when they are met.
 */
const watched = new WeakMap<SagaState, Map<string, Set<number>>>();

/** The variables whose changes count: those of the filter, else those that the expression reads. */
export const namesOf = ({ variableNames, expression }: ConditionDefinition): readonly string[] =>
  variableNames ?? expression.names;

export function watch(run: Run, id: number, node: FlowNode): void {
  const index = watched.get(run.state);
  if (index) add(index, id, node);
}

/** Open conditions of the saga that depend on one of the variables. */
export function watchedBy(run: Run, variables: readonly { readonly name: string }[]): Set<number> {
  const index = watched.get(run.state) ?? derive(run);
  const found = new Set<number>();
  for (const { name } of variables)
    for (const id of index.get(name) ?? [])
      if (id in run.state.subscriptions) found.add(id);
      else index.get(name)?.delete(id);
  return found;
}

/** Conditions have other definitions now: the version of their process has changed. */
export const forgetWatched = (state: SagaState): boolean => watched.delete(state);

function derive(run: Run): Map<string, Set<number>> {
  const index = new Map<string, Set<number>>();
  for (const { id, element, target, kind } of Object.values(run.state.subscriptions))
    if (kind === 'condition') add(index, id, targetOf(run, hostOf(run, element), target));
  watched.set(run.state, index);
  return index;
}

function add(index: Map<string, Set<number>>, id: number, { condition }: FlowNode): void {
  for (const name of condition ? namesOf(condition) : []) {
    const ids = index.get(name);
    if (ids) ids.add(id);
    else index.set(name, new Set([id]));
  }
}
