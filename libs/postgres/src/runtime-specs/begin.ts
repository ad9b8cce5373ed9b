import type { Runtime } from '@partitura/runtime';

/** Begins a process at its none start event. */
export function begin(runtime: Runtime, process: string, variables: Record<string, string | number> = {}) {
  const definition = runtime.registry.definitionById(process);
  if (!definition) throw new Error(`${process} is not deployed.`);
  return runtime.startSaga({ definition, variables });
}
