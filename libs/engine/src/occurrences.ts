import type { FlowNode } from '@partitura/bpmn';
import { triggerEventSubProcess } from './event-sub-processes';
import { bodyOf, type Host, isElement, isHere, targetOf } from './hosts';
import { behaviorOf } from './elements';
import { watchCondition } from './conditions';
import { startListeners } from './listeners';
import { staysOpen, stopListening } from './listening';
import type { Run } from './run';
import type { ElementInstance, Variables } from './state';
import { terminate } from './terminate';
import { begin, complete } from './tokens';
import { propagate } from './variables';

/**
 * An awaited event has happened: the waiting element itself goes on, its boundary event or event sub-process is entered, or
 * the event-based gateway takes the branch.
 */
export function occur(run: Run, host: Host, node: FlowNode, variables?: Variables): void {
  if (node.triggerOf !== undefined) return triggerHappened(run, host, node, node.triggerOf, variables);
  if (isElement(host) && node.id === host.element) complete(run, host, variables);
  else if (isElement(host) && node.attachedTo === host.element) enterBoundary(run, host, node, variables);
  else if (node.kind.endsWith('StartEvent')) triggerEventSubProcess(run, host, node, variables);
  else if (isElement(host)) takeBranch(run, host, node, variables);
}

/** One of several triggers of an event: the event happens with the first one, or with the last. */
function triggerHappened(run: Run, host: Host, trigger: FlowNode, id: string, variables?: Variables): void {
  const event = targetOf(run, host, id);
  if (!event.parallelMultiple) return occur(run, host, event, variables);
  run.emit({ type: 'TriggerHappened', id: host.id, trigger: trigger.id });
  const triggers = event.triggers ?? [];
  const missing = triggers.some((one) => !host.happened?.includes(one.id));
  if (missing) {
    if (variables) pass(run, host, variables);
    return;
  }
  run.emit({ type: 'TriggersTaken', id: host.id, triggers: triggers.map((one) => one.id) });
  occur(run, host, event, variables);
  if (isHere(run, host) && staysOpen(run, host, event))
    for (const one of triggers) listenAgain(run, host, one);
}

function listenAgain(run: Run, host: Host, trigger: FlowNode): void {
  if (trigger.condition) watchCondition(run, host, trigger);
  else behaviorOf(trigger).listen?.(run, host, trigger);
}

function pass(run: Run, host: Host, variables: Variables): void {
  if (isElement(host)) propagate(run, host.instance, host, variables);
  else propagate(run, host.id, undefined, variables);
}

/** The variables of a caught error stay with its boundary event (`local`), unless an output mapping passes them on. */
export function enterBoundary(
  run: Run,
  inner: ElementInstance,
  node: FlowNode,
  variables?: Variables,
  local = false,
): void {
  const host = bodyOf(run, inner);
  const { instance, scope } = host;
  if (node.interrupting) terminate(run, host);
  const element = begin(run, node, instance, scope);
  complete(run, element, variables, { local });
}

function takeBranch(run: Run, gateway: ElementInstance, node: FlowNode, variables?: Variables): void {
  const { instance, scope } = gateway;
  const { outgoing, parallelMultiple } = run.node(gateway);
  const flow = outgoing.find(({ target }) => target.id === node.id);
  if (!flow) throw new Error(`${gateway.element} has no branch to ${node.id}.`);
  if (parallelMultiple) run.emit({ type: 'TriggerHappened', id: gateway.id, trigger: node.id });
  const waits = parallelMultiple && outgoing.some(({ target }) => !gateway.happened?.includes(target.id));
  if (!waits) {
    stopListening(run, gateway);
    run.emit({ type: 'ElementCompleted', id: gateway.id, elementId: gateway.element, instance, at: run.at });
  }
  run.emit({ type: 'FlowTaken', instance, scope, flow: flow.id });
  const event = begin(run, node, instance, scope, { via: flow.id });
  if (!startListeners(run, event, 'start', { results: variables ?? {} })) complete(run, event, variables);
}
