import type { Refusal } from '../commands';
import type { Run } from '../run';

/** Why a process instance cannot be operated on; undefined when it can. */
export function activeInstance(run: Run, id: number): Refusal | undefined {
  const instance = run.state.instances[id];
  if (!instance) return { code: 'NOT_FOUND', message: `There is no process instance ${id} in this saga.` };
  if (instance.state !== 'active')
    return { code: 'INVALID_STATE', message: `Process instance ${id} is ${instance.state}.` };
  if (run.state.status !== 'active')
    return { code: 'INVALID_STATE', message: `The saga of process instance ${id} is ${run.state.status}.` };
  return undefined;
}

export const refused = (message: string): Refusal => ({ code: 'INVALID_STATE', message });
