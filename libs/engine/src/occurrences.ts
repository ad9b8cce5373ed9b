import type { FlowNode } from '@partitura/bpmn';
import type { Run } from './run';
import type { ElementInstance, Variables } from './state';
import { terminate } from './terminate';
import { begin, complete } from './tokens';
import { stopListening } from './listening';

/**
 * An awaited event has happened: the waiting element itself goes on, its boundary event is entered, or the event-based
 * gateway takes the branch.
 */
export function occur(run: Run, host: ElementInstance, node: FlowNode, variables?: Variables): void {
  if (node.id === host.element) complete(run, host, variables);
  else if (node.attachedTo === host.element) enterBoundary(run, host, node, variables);
  else takeBranch(run, host, node, variables);
}

/** A caught error's variables stay with its boundary event, unless an output mapping passes them on. */
export function enterBoundary(run: Run, host: ElementInstance, node: FlowNode, variables?: Variables): void {
  const { instance, scope } = host;
  if (node.interrupting) terminate(run, host);
  const element = begin(run, node, instance, scope);
  complete(run, element, variables, { local: node.kind === 'errorBoundaryEvent' });
}

function takeBranch(run: Run, gateway: ElementInstance, node: FlowNode, variables?: Variables): void {
  const { instance, scope } = gateway;
  const flow = run.node(gateway).outgoing.find(({ target }) => target.id === node.id);
  if (!flow) throw new Error(`${gateway.element} has no branch to ${node.id}.`);
  stopListening(run, gateway);
  run.emit({ type: 'ElementCompleted', id: gateway.id, elementId: gateway.element, instance, at: run.at });
  run.emit({ type: 'FlowTaken', instance, scope, flow: flow.id });
  complete(run, begin(run, node, instance, scope, { via: flow.id }), variables);
}
