import type { FlowNode } from '@partitura/bpmn';
import { type Host, hostOf, isHere, targetOf, variablesAt } from './hosts';
import { closeSubscription, staysOpen } from './listening';
import { occur } from './occurrences';
import { waitingForSignal } from './open-subscriptions';
import type { Run } from './run';
import type { ElementInstance, Subscription, Variables } from './state';
import { asText } from './typed-values';

export function openSignal(run: Run, host: Host, node: FlowNode): void {
  const name = nameOf(run, node, variablesAt(run, host));
  run.emit({
    type: 'SubscriptionOpened',
    subscription: { id: run.nextId(), element: host.id, target: node.id, kind: 'signal', name },
  });
}

/**
 * Broadcasts (BPMN 2.0.2, 10.5.1): everything in this saga that listens at this moment is served at once, everyone else is
 * told. A signal carries what the throwing event's input mappings made.
 */
export function throwSignal(run: Run, element: ElementInstance, node: FlowNode): void {
  const name = nameOf(run, node, variablesAt(run, element));
  const variables = { ...element.variables };
  const id = run.nextId();
  run.emit({ type: 'SignalThrown', id, instance: element.instance, elementId: node.id, name, variables });
  for (const { id: subscription } of waitingForSignal(run.state, name)) {
    const open = run.state.subscriptions[subscription];
    if (open) take(run, open, variables);
  }
}

/** A signal of another saga, or from outside; false when this subscription has taken it before (P1). */
export function deliverSignal(
  run: Run,
  subscription: Subscription,
  signal: string,
  variables: Variables,
): boolean {
  if (subscription.taken?.includes(signal)) return false;
  const host = hostOf(run, subscription.element);
  if (staysOpen(run, host, targetOf(run, host, subscription.target)))
    run.emit({ type: 'SignalTaken', subscription: subscription.id, signal });
  take(run, subscription, variables);
  return true;
}

function take(run: Run, subscription: Subscription, variables: Variables): void {
  const host = hostOf(run, subscription.element);
  if (!isHere(run, host)) return;
  const node = targetOf(run, host, subscription.target);
  run.goesOn(subscription.id);
  if (!staysOpen(run, host, node)) closeSubscription(run, subscription.id);
  occur(run, host, node, variables);
}

function nameOf(run: Run, { id, signal }: FlowNode, variables: Readonly<Variables>): string {
  return asText(signal?.evaluate(variables, run.at) ?? null, `The signal name of ${id}`);
}
