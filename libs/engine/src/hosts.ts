import type { FlowNode } from '@partitura/bpmn';
import type { Run } from './run';
import { nodeOf } from './score-index';
import type { ElementInstance, InstanceState, Variables } from './state';
import { visibleVariables } from './variables';

/**
 * Who listens: an element instance (a waiting event, the activity under a boundary event, a sub-process with event
 * sub-processes, an event-based gateway), or a process instance for its event sub-processes.
 */
export type Host = ElementInstance | InstanceState;

export const isElement = (host: Host): host is ElementInstance => 'element' in host;

export const hostOf = (run: Run, id: number): Host => run.state.elements[id] ?? run.instance(id);

/** The id of the element, or of the process. */
export const nameOf = (run: Run, host: Host): string =>
  isElement(host) ? host.element : run.processOf(host.id).id;

/** The process instance that a host is, or in which it stands. */
export const instanceIdOf = (host: Host): number => (isElement(host) ? host.instance : host.id);

/** The scope in which event sub-processes of a host run. */
export const scopeIdOf = (host: Host): number => (isElement(host) ? host.id : 0);

export const isHere = (run: Run, host: Host): boolean =>
  isElement(host) ? host.id in run.state.elements : host.state === 'active';

/** The node that a timer or subscription of a host is for. */
export const targetOf = (run: Run, host: Host, target: string): FlowNode =>
  nodeOf(run.processOf(instanceIdOf(host)), target);

export const variablesAt = (run: Run, host: Host): Readonly<Variables> =>
  isElement(host) ? visibleVariables(run, host) : host.variables;

/** A host and everything around it, innermost first, across call activities up to the process instance that began it all. */
export function* outwards(run: Run, from: Host): Generator<Host> {
  for (let host: Host | undefined = from; host; host = around(run, host)) yield host;
}

function around(run: Run, host: Host): Host | undefined {
  if (isElement(host)) return host.scope === 0 ? run.instance(host.instance) : run.element(host.scope);
  return host.parent === undefined ? undefined : run.state.elements[host.parent];
}

/** The event sub-processes of a host; those of an activity that runs several times belong to each of its instances. */
export function eventSubProcessesOf(run: Run, host: Host): readonly FlowNode[] {
  if (!isElement(host)) return run.processOf(host.id).eventSubProcesses;
  const { eventSubProcesses, loop } = run.node(host);
  return loop && host.loopCounter === undefined ? [] : eventSubProcesses;
}

/** The body around an instance of an activity that runs several times; boundary events stand on it. */
export const bodyOf = (run: Run, element: ElementInstance): ElementInstance =>
  element.loopCounter === undefined ? element : run.element(element.scope);

/** The compensation handler that an element instance is, or inside which it runs; the innermost one. */
export function handlerAround(run: Run, element: ElementInstance): ElementInstance | undefined {
  for (const host of outwards(run, element)) if (isElement(host) && host.undoes !== undefined) return host;
  return undefined;
}
