import type { FlowNode } from '@partitura/bpmn';
import { behaviorOf } from './elements';
import { eventSubProcessesOf, type Host, instanceIdOf, isHere, scopeIdOf, targetOf } from './hosts';
import { guarded } from './incidents';
import { closeSubscription } from './listening';
import type { Run } from './run';
import { nodeOf } from './score-index';
import type { ElementInstance, Variables } from './state';
import { terminateInside } from './terminate';
import { activate, begin, complete } from './tokens';
import { applyInputs, setVariables } from './variables';

/** Lets a sub-process listen for its event sub-processes; false when it is not there any more, or waits in an incident. */
export function openEventSubProcesses(run: Run, element: ElementInstance, node: FlowNode): boolean {
  if (node.eventSubProcesses.length === 0) return true;
  const listening = guarded(run, element, 'EXPRESSION', 'enter', () => listenFor(run, element));
  if (!listening) closeEventSubProcesses(run, element);
  return listening && element.id in run.state.elements && !element.interrupted;
}

/** Opens the start events of a host's event sub-processes. */
export function listenFor(run: Run, host: Host): void {
  for (const { startEvent } of eventSubProcessesOf(run, host))
    if (startEvent && isHere(run, host)) behaviorOf(startEvent).listen?.(run, host, startEvent);
}

/** Closes what a scope listens to for its event sub-processes, and leaves what belongs to boundary events. */
export function closeEventSubProcesses(run: Run, host: Host): void {
  const isInside = (target: string): boolean => targetOf(run, host, target).attachedTo === undefined;
  for (const id of host.timers ?? []) {
    const timer = run.state.timers[id];
    if (timer?.purpose === 'eventSubProcess') run.emit({ type: 'TimerEnded', timer: id, fired: false });
  }
  for (const id of host.subscriptions ?? []) {
    const subscription = run.state.subscriptions[id];
    if (subscription && isInside(subscription.target)) closeSubscription(run, id);
  }
}

/**
 * The event of an event sub-process has happened (BPMN 2.0.2, 10.3.5): it runs beside the other work in its scope, or in
 * its place.
 */
export function triggerEventSubProcess(
  run: Run,
  host: Host,
  start: FlowNode,
  variables?: Variables,
  entry: { readonly undoes?: number; readonly locals?: Variables } = {},
): void {
  const instance = instanceIdOf(host);
  const scope = scopeIdOf(host);
  const node = nodeOf(run.processOf(instance), start.scope ?? '');
  if (start.interrupting && entry.undoes === undefined) interrupt(run, host);
  const element = begin(run, node, instance, scope, entry);
  const mapped = guarded(run, element, 'IO_MAPPING', 'enter', () => applyInputs(run, element, node));
  if (!mapped) {
    // When the incident is resolved, the event sub-process still knows what its event has brought.
    if (variables) setVariables(run, element, variables);
    return;
  }
  if (openEventSubProcesses(run, element, node))
    complete(run, begin(run, start, instance, element.id), variables);
}

/** Begins an event sub-process without its event, by hand. */
export function beginEventSubProcess(run: Run, node: FlowNode, instance: number, scope: number): void {
  activate(run, begin(run, node, instance, scope), node);
}

function interrupt(run: Run, host: Host): void {
  const instance = instanceIdOf(host);
  const scope = scopeIdOf(host);
  closeEventSubProcesses(run, host);
  terminateInside(run, instance, scope);
  run.forgetArrivalsIn(instance, scope);
  run.emit({ type: 'ScopeInterrupted', instance, scope });
}
