import type { FlowNode, MessageReceiver, ProcessModel } from '@partitura/bpmn';
import { elsewhere, sendElsewhere } from './distribution/send';
import { type Host, hostOf, instanceIdOf, targetOf } from './hosts';
import { closeIncidentsOf, closeSubscription, staysOpen } from './listening';
import { occur } from './occurrences';
import { waitingForMessage } from './open-subscriptions';
import { admit, admitTo, checkThrown, refuseStart } from './payloads';
import type { Run } from './run';
import { startInstance } from './saga';
import { nodeOf, processOf } from './score-index';
import type { ElementInstance, Subscription, Variables } from './state';
import { asText } from './typed-values';
import { visibleVariables } from './variables';

/**
 * Sends the message of a throwing event: along its message flows to the receivers in this saga, or to the outside.
 * With input mappings it carries exactly the mapped variables, else all that are visible at the event; of these what its schema
 * declares.
 */
export function throwMessage(run: Run, element: ElementInstance, node: FlowNode): void {
  const { message } = node;
  if (!message) throw new Error(`${node.id} has no message: the score was not compiled by this version.`);
  const visible = visibleVariables(run, element);
  const name = asText(message.name.evaluate(visible, run.at), `The message name of ${node.id}`);
  const variables = payloadOf(run, element, node, visible);
  if (message.receivers.length > 0) {
    const away = message.receivers.filter((receiver) => elsewhere(run, receiver) !== undefined);
    if (away.length > 0) sendElsewhere(run, element, name, variables, away);
    for (const receiver of message.receivers)
      if (!away.includes(receiver)) deliverInside(run, receiver, name, variables);
    return;
  }
  const { participant } = run.processOf(element.instance);
  const key = message.correlationKey?.evaluate(visible, run.at) ?? null;
  const timeToLive = message.timeToLive?.evaluate(visible, run.at) ?? null;
  run.emit({
    type: 'MessageThrown',
    id: run.nextId(),
    instance: element.instance,
    elementId: node.id,
    ...(participant === undefined ? {} : { participant }),
    name,
    ...(key === null ? {} : { key: asText(key, `The correlation key of ${node.id}`) }),
    ...(timeToLive === null
      ? {}
      : { timeToLive: asText(timeToLive, `The time-to-live of the message of ${node.id}`) }),
    variables,
  });
}

/** What its message carries. Throws `PayloadError` when that breaks its schema. */
export function payloadOf(
  run: Run,
  element: ElementInstance,
  node: FlowNode,
  visible: Readonly<Variables> = visibleVariables(run, element),
): Variables {
  return checkThrown(run, element, node, { ...(node.inputs.length > 0 ? element.variables : visible) });
}

/** A message between fragments: starts the receiver, reaches the one that waits, or waits for it. */
export function deliverInside(
  run: Run,
  { processId, elementId }: MessageReceiver,
  name: string,
  variables: Variables,
): void {
  const process = processOf(run.score, processId);
  const target = nodeOf(process, elementId);
  if (beginsAnInstance(process, target)) {
    const { variables: declared, fault } = admit(run, target, run.state.score, variables);
    if (fault === undefined) startInstance(run, process, target, declared);
    else refuseStart(run, process, target, { name, variables, fault });
    return;
  }
  const waiting = waitingForMessage(run.state, elementId).find((subscription) =>
    isOf(run, subscription, processId),
  );
  if (waiting) deliver(run, waiting, variables);
  else
    run.emit({
      type: 'MessageBuffered',
      message: { id: run.nextId(), name, process: processId, target: elementId, variables },
    });
}

/** A message start event of the process itself, or what an instantiating gateway or receive task waits for. */
const beginsAnInstance = ({ startEvents }: ProcessModel, node: FlowNode): boolean =>
  startEvents.some(
    (start) =>
      start === node ||
      start.id === node.triggerOf ||
      (start.kind === 'eventBasedGateway' && start.outgoing.some(({ target }) => target === node)),
  );

const isOf = (run: Run, { element }: Subscription, processId: string) =>
  run.instance(instanceIdOf(hostOf(run, element))).process === processId;

/**
 * Gives a message to an open subscription, unless it breaks the schema there. One of a non-interrupting boundary event or event
 * sub-process stays open.
 */
export function deliver(run: Run, subscription: Subscription, variables: Variables): void {
  const host = hostOf(run, subscription.element);
  const node = targetOf(run, host, subscription.target);
  const declared = admitTo(run, subscription, host, node, variables);
  if (!declared) return;
  if (staysOpen(run, host, node)) closeIncidentsOf(run, host, subscription.id);
  else closeSubscription(run, subscription.id);
  occur(run, host, node, declared);
}

/** A receiver has begun to listen: messages of its saga that came early are taken, oldest first. */
export function takeBuffered(run: Run, host: Host, node: FlowNode): void {
  if (run.state.buffered.length === 0) return;
  const { process } = run.instance(instanceIdOf(host));
  for (;;) {
    const message = run.state.buffered.find((early) => early.target === node.id && early.process === process);
    const subscription = message && subscriptionOf(run, host, node);
    if (!subscription) return;
    run.emit({ type: 'MessageTaken', message: message.id });
    deliver(run, subscription, message.variables);
  }
}

function subscriptionOf(run: Run, { id }: Host, node: FlowNode): Subscription | undefined {
  const ids = (run.state.elements[id] ?? run.state.instances[id])?.subscriptions ?? [];
  return ids.map((open) => run.state.subscriptions[open]).find((open) => open?.target === node.id);
}
