import type { Refusal, SetVariables } from '../commands';
import type { Run } from '../run';
import { propagate, setIn } from '../variables';
import { activeInstance } from './active-instance';

/** Sets variables by hand in a process instance's own scope, or in that of an element instance. */
export function setVariablesByHand(
  run: Run,
  { instance, element, variables, nearest }: SetVariables,
): Refusal | undefined {
  const refusal = activeInstance(run, instance);
  if (refusal) return refusal;
  if (element !== undefined && run.state.elements[element]?.instance !== instance)
    return {
      code: 'NOT_FOUND',
      message: `Element instance ${element} is not active in process instance ${instance}.`,
    };
  if (nearest) propagate(run, instance, element === undefined ? undefined : run.element(element), variables);
  else setIn(run, instance, element ?? 0, variables);
  return undefined;
}
